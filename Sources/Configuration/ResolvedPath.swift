import Glibc
public import Migration
import Platform

/// A folder's path with its symbolic links resolved, as the file system has it now.
public enum ResolvedPath {
  /// The resolved path; nil if the folder is not there or cannot be reached.
  public static func of(_ path: LocalPath) -> LocalPath? {
    guard let resolved = realpath(path.folder, nil) else { return nil }
    defer { free(resolved) }
    let text = String(cString: resolved)
    // The root itself is no address; then the path as it was named says all there is to say.
    return try? LocalPath(text.hasSuffix("/") ? text : text + "/")
  }

  /// The same for a folder that may lie in a dead mount, which must not hold up its caller.
  public static func soon(_ path: LocalPath) -> LocalPath? {
    Within.seconds(5) { of(path) } ?? nil
  }

  /// All folders of a place in the same way; nil if none of them is there, or it has none.
  public static func soon(_ location: Address.Location) -> Address.Location? {
    switch location {
    case .local(let path): return soon(path).map { .local($0) }
    case .bucket: return nil
    case .inventory(var place):
      let data = place.folder.flatMap { soon($0) }
      let list = place.file.flatMap { file in soon(file.folder).map { file.lying(in: $0) } }
      guard data != nil || list != nil else { return nil }
      if let data { place.data = .folder(data) }
      if let list { place.list = .file(list) }
      return .inventory(place)
    }
  }
}
