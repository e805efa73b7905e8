import Glibc

/// The names in a folder.
public enum FolderNames {
  /// Reads the names of a folder that is small enough to be held.
  ///
  /// - Parameter path: The folder.
  /// - Returns: Its names without `.` and `..`, in the order of their bytes; names that are not
  ///   UTF-8 are left out, since nothing that ferry names looks like that.
  /// - Throws: `SystemError` with the call that failed; `ENOENT` if there is no such folder.
  public static func read(_ path: String) throws(SystemError) -> [String] {
    guard let directory = opendir(path) else { throw SystemError(errno, "opendir", path) }
    defer { closedir(directory) }
    var names: [String] = []
    errno = 0
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { field in
        field.withMemoryRebound(to: CChar.self, capacity: 256) { String(validatingCString: $0) }
      }
      if let name, name != ".", name != ".." { names.append(name) }
      errno = 0
    }
    guard errno == 0 else { throw SystemError(errno, "readdir", path) }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
