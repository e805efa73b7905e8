import Glibc
public import Migration
import Platform

/// Whether the folder of an address lies on the file system that it is to lie on (`RequireMount=`).
///
/// A disk or a share that is not mounted leaves the empty folder that it is mounted on: a source
/// that looks as if all were gone, and a destination that fills up the disk of `/`.
public struct RequiredMount: Sendable {
  /// What is there.
  public enum Finding: Hashable, Sendable {
    /// The file system, in words that stay the same wherever it is mounted.
    case mounted(String)
    /// Why it is not as it is to be; a sentence without its full stop.
    case missing(Verification.Problem)
  }

  private let name: Name
  private let known: String?

  /// The rule of an address; nil if it requires no mount.
  public init?(_ address: Address) {
    guard address.requiresMount else { return nil }
    name = address.name
    known = address.mount
  }

  /// Looks now; a dead mount blocks for ever.
  ///
  /// - Parameters:
  ///   - path: The folder, or one whose last part is to be made.
  ///   - takesOther: Whether another file system than the known one is as good.
  public func look(at path: LocalPath, takesOther: Bool = false) -> Finding {
    guard let folder = Self.existing(path) else {
      return .missing(
        .init(code: "NotMounted", message: "\(path) does not exist; mount its file system, \(way)"))
    }
    let table = MountTable.current()
    // Mounts of what is mounted on / as well are the sandbox's, or bind mounts: no disk comes or
    // goes with them.
    guard let mount = table.mount(of: folder), let top = table.mount(of: "/"),
      mount.device != top.device
    else {
      return .missing(
        .init(
          code: "NotMounted",
          message: "\(path) lies on the file system of /, and RequireMount= wants one that is "
            + "mounted there; mount it, \(way)"))
    }
    let found = Self.words(for: mount, at: folder)
    if !takesOther, let known, known != found {
      return .missing(
        .init(
          code: "OtherMount",
          message: "\(path) lies on another file system (\(found)) than the one that address "
            + "'\(name)' is known by (\(known)); mount that one, or run 'ferry verify-address "
            + "\(name)' to take this one, \(way)"))
    }
    return .mounted(found)
  }

  private let way = "and start the job to go on"

  /// The folder, or the one that it is to be made in, with its links resolved.
  private static func existing(_ path: LocalPath) -> String? {
    if let folder = resolved(path.folder) { return folder }
    guard errno == ENOENT, let slash = path.folder.lastIndex(of: "/"),
      slash != path.folder.startIndex
    else { return nil }
    return resolved(String(path.folder[..<slash]))
  }

  private static func resolved(_ path: String) -> String? {
    guard let found = realpath(path, nil) else { return nil }
    defer { free(found) }
    return String(cString: found)
  }

  /// The kind with what identifies it; what is mounted, where nothing better is known.
  private static func words(for mount: MountTable.Mount, at folder: String) -> String {
    "\(mount.fileSystem) \(FileSystemIdentity.of(folder) ?? mount.source)"
  }
}
