import Glibc

/// Files that are there as a whole or not at all, after power loss too.
public enum AtomicFile {
  /// Writes a file by way of a temporary one beside it.
  ///
  /// The order is write, fsync, rename, fsync of the folder. Whoever opens the path sees the old
  /// content or the new one; after a failure the old one stands and nothing is left behind.
  ///
  /// - Parameters:
  ///   - bytes: The whole content.
  ///   - path: Where; a symbolic link there is replaced, not followed.
  ///   - mode: Permission bits of the new file, whatever the umask is.
  public static func write(
    _ bytes: [UInt8], to path: String, mode: UInt32 = 0o600
  ) throws(SystemError) {
    let (folder, name) = split(path)
    let suffix = HexText.encode(try RandomBytes.make(count: 6))
    // Cut by bytes, so that a name of full length still leaves room for the suffix.
    let stem = String(decoding: name.utf8.prefix(200), as: UTF8.self)
    let temporary = "\(folder)/.\(stem).\(suffix)"
    do throws(SystemError) {
      try create(temporary, bytes, mode: mode)
      guard rename(temporary, path) == 0 else { throw SystemError(errno, "rename", path) }
    } catch {
      // The first error is the one to tell; the file may never have been made.
      unlink(temporary)
      throw error
    }
    try syncFolder(folder)
  }

  /// Makes a file of a secret that nobody else can read, where there is none of its name.
  ///
  /// Durable with its name when this returns; before that the name is not there.
  ///
  /// - Throws: `EEXIST` if something of that name is there.
  public static func make(_ secret: Secret, at path: String) throws(SystemError) {
    let temporary = path + ".new"
    // What a crash has left; nothing has been done with it.
    unlink(temporary)
    defer { unlink(temporary) }
    var bytes = secret.withBytes { Array($0) }
    defer { bytes.withUnsafeMutableBytes { Secret.clear($0) } }
    try create(temporary, bytes, mode: 0o600)
    // Unlike rename(2) it replaces nothing.
    guard link(temporary, path) == 0 else { throw SystemError(errno, "link", path) }
    try syncFolder(split(path).folder)
  }

  /// Makes the names in a folder durable, such as one that was just made or removed.
  public static func syncFolder(_ path: String) throws(SystemError) {
    let descriptor = try FileDescriptor.open(path, O_RDONLY | O_DIRECTORY)
    try descriptor.sync(path: path)
  }

  private static func create(
    _ path: String, _ bytes: [UInt8], mode: UInt32
  ) throws(SystemError) {
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW
    let descriptor = try FileDescriptor.open(path, flags, mode: mode & 0o600)
    guard fchmod(descriptor.raw, mode) == 0 else { throw SystemError(errno, "fchmod", path) }
    try descriptor.write(all: bytes, path: path)
    try descriptor.sync(path: path)
  }

  /// The folder of a path, without a slash at its end unless it is the root, and its last name.
  static func split(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return (".", path) }
    let name = String(path[path.utf8.index(after: slash)...])
    return (slash == path.startIndex ? "/" : String(path[..<slash]), name)
  }
}
