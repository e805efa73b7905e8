import Glibc

/// A file that is written piece by piece beside its place, and takes it as a whole or never.
///
/// Letting go of the value without `commit` leaves nothing behind.
public struct PendingFile: ~Copyable {
  /// Where it is until then.
  public let temporary: String
  private let path: String
  private let folder: String
  private let descriptor: FileDescriptor

  /// Begins a file.
  ///
  /// - Parameters:
  ///   - path: Where it is to be; its folder is there.
  ///   - mode: Its permission bits, whatever the umask is.
  public init(for path: String, mode: UInt32 = 0o600) throws(SystemError) {
    let (folder, name) = AtomicFile.split(path)
    let suffix = HexText.encode(try RandomBytes.make(count: 6))
    let stem = String(decoding: name.utf8.prefix(200), as: UTF8.self)
    let temporary = "\(folder)/.\(stem).\(suffix)"
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW
    let descriptor = try FileDescriptor.open(temporary, flags, mode: mode & 0o600)
    guard fchmod(descriptor.raw, mode) == 0 else {
      let error = SystemError(errno, "fchmod", temporary)
      unlink(temporary)
      throw error
    }
    self.temporary = temporary
    self.path = path
    self.folder = folder
    self.descriptor = descriptor
  }

  deinit {
    // After a commit there is nothing of this name any more.
    unlink(temporary)
  }

  /// Writes more.
  public borrowing func append(_ bytes: [UInt8]) throws(SystemError) {
    try descriptor.write(all: bytes, path: temporary)
  }

  /// Gives the file its name, durably.
  ///
  /// - Parameter replacing: Whether a file of this name makes way; else it is an error (`EEXIST`).
  public consuming func commit(replacing: Bool) throws(SystemError) {
    try descriptor.sync(path: temporary)
    if !replacing, link(temporary, path) == 0 { return try AtomicFile.syncFolder(folder) }
    if !replacing {
      // Some file systems have no second names: the look before has to do there.
      guard access(path, F_OK) != 0, errno == ENOENT else {
        throw SystemError(EEXIST, "link", path)
      }
    }
    guard rename(temporary, path) == 0 else { throw SystemError(errno, "rename", path) }
    try AtomicFile.syncFolder(folder)
  }
}
