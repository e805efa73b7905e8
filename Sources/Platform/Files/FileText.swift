import Glibc

/// Small files read whole: configuration, keys, what `/proc` tells.
public enum FileText {
  /// Reads a regular file.
  ///
  /// - Parameters:
  ///   - path: Symbolic links are followed.
  ///   - limit: The most bytes that are taken; a larger file is an error, not a cut one.
  /// - Returns: The bytes as they are.
  public static func read(_ path: String, limit: Int) throws(FileReadError) -> [UInt8] {
    try read(path, limit: limit) { _ throws(FileReadError) in }
  }

  /// Reads a regular file that passes a check of its owner and mode.
  ///
  /// The check is of the file that is read, not of what the path named a moment before.
  static func read(
    _ path: String, limit: Int, check: (stat) throws(FileReadError) -> Void
  ) throws(FileReadError) -> [UInt8] {
    var size = 0
    let descriptor = try opened(path) { (status) throws(FileReadError) in
      try check(status)
      size = Int(status.st_size)
    }
    guard size <= limit else { throw .tooLarge(path: path, limit: limit) }
    return try contents(descriptor, path, limit: limit, expected: size)
  }

  /// Opens a regular file that passes a check of its owner and mode.
  static func opened(
    _ path: String, followsLink: Bool = true, check: (stat) throws(FileReadError) -> Void
  ) throws(FileReadError) -> FileDescriptor {
    let descriptor: FileDescriptor
    do {
      // Not blocking, so that a pipe in a file's place cannot hold the daemon.
      let flags = O_RDONLY | O_NONBLOCK | O_NOCTTY
      descriptor = try FileDescriptor.open(path, followsLink ? flags : flags | O_NOFOLLOW)
    } catch {
      // Links in the folders above are followed, and may go in circles.
      var status = stat()
      let isLink = lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
      throw !followsLink && error.code == ELOOP && isLink ? .link(path: path) : .system(error)
    }
    var status = stat()
    guard fstat(descriptor.raw, &status) == 0 else {
      throw .system(SystemError(errno, "fstat", path))
    }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile(path: path) }
    try check(status)
    return descriptor
  }

  /// Reads to the end: files of `/proc` say that they have no size.
  private static func contents(
    _ descriptor: borrowing FileDescriptor, _ path: String, limit: Int, expected: Int
  ) throws(FileReadError) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(expected)
    var chunk = [UInt8](repeating: 0, count: min(max(expected + 1, 4096), 1 << 16))
    while true {
      let count = chunk.withUnsafeMutableBytes { descriptor.read(into: $0) }
      guard count >= 0 else { throw .system(SystemError(errno, "read", path)) }
      if count == 0 { return bytes }
      guard count <= limit - bytes.count else { throw .tooLarge(path: path, limit: limit) }
      bytes += chunk[..<count]
    }
  }
}
