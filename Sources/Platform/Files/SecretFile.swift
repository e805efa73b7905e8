import Glibc

/// Files that hold a secret: read only if nobody else could have read or changed them.
public enum SecretFile {
  /// Reads a secret.
  ///
  /// Taken are files of this process's user without any right for group and others (`0600`), and
  /// files of root that this process's group may read (`0640 root:_ferry`). What systemd has put
  /// into `$CREDENTIALS_DIRECTORY` is taken as it is: its access list shows as a group's right.
  ///
  /// - Parameters:
  ///   - path: A regular file; a symbolic link is refused, for it may lead elsewhere tomorrow.
  ///   - limit: The most bytes that are taken.
  /// - Returns: The bytes as they are.
  /// - Throws: `FileReadError.exposed` when others could have it.
  public static func read(_ path: String, limit: Int) throws(FileReadError) -> Secret {
    try read(path, limit: limit) { Secret(copying: $0) }
  }

  /// Reads secrets that are lines of text, such as an access key's and its token.
  ///
  /// - Parameter limits: The most bytes of each line, as many as there may be.
  /// - Returns: The bytes of each without its end: one at least, and none is empty.
  /// - Throws: `FileReadError.noLine` for what is empty or has more lines.
  public static func readLines(_ path: String, limits: [Int]) throws(FileReadError) -> [Secret] {
    // Room for the lines' ends.
    let most = limits.reduce(0) { $0 + $1 + 2 }
    return try read(path, limit: most) { bytes throws(FileReadError) in
      var rest = bytes[...]
      if rest.last == UInt8(ascii: "\n") { rest.removeLast() }
      var lines: [Secret] = []
      for var line in rest.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        guard lines.count < limits.count, !line.isEmpty, !line.contains(0) else {
          throw .noLine(path: path, most: limits.count)
        }
        let limit = limits[lines.count]
        guard line.count <= limit else { throw .tooLarge(path: path, limit: limit) }
        lines.append(Secret(copying: UnsafeRawBufferPointer(rebasing: line)))
      }
      guard !lines.isEmpty else { throw .noLine(path: path, most: limits.count) }
      return lines
    }
  }

  /// Lends the bytes of a file that nobody else can read; the buffer is zeroed afterwards.
  private static func read<Result>(
    _ path: String, limit: Int,
    _ body: (UnsafeRawBufferPointer) throws(FileReadError) -> Result
  ) throws(FileReadError) -> Result {
    let isCredential = isInCredentials(path, folder: credentialsFolder)
    let descriptor = try FileText.opened(path, followsLink: false) {
      (status) throws(FileReadError) in
      let (uid, gid, mode) = (status.st_uid, status.st_gid, status.st_mode & 0o7777)
      guard isCredential || isPrivate(uid: uid, gid: gid, mode: mode) else {
        throw .exposed(path: path, uid: uid, gid: gid, mode: mode)
      }
    }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: limit + 1, alignment: 1)
    defer {
      Secret.clear(buffer)
      buffer.deallocate()
    }
    var count = 0
    while count <= limit {
      let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[count...])
      let taken = descriptor.read(into: rest)
      guard taken >= 0 else { throw .system(SystemError(errno, "read", path)) }
      if taken == 0 { break }
      count += taken
    }
    guard count <= limit else { throw .tooLarge(path: path, limit: limit) }
    return try body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
  }

  /// The folder into which systemd has put this service's credentials; nil if there is none.
  ///
  /// Source: systemd.exec(5), `LoadCredential=`.
  public static var credentialsFolder: String? {
    getenv("CREDENTIALS_DIRECTORY").map { String(cString: $0) }
  }

  static func isPrivate(
    uid: UInt32, gid: UInt32, mode: UInt32, ownUID: UInt32 = geteuid(), ownGID: UInt32 = getegid()
  ) -> Bool {
    if mode & 0o077 == 0 { return uid == ownUID || uid == 0 }
    return mode & 0o037 == 0 && uid == 0 && gid == ownGID
  }

  static func isInCredentials(_ path: String, folder: String?) -> Bool {
    guard let folder, folder.hasPrefix("/"), path.hasPrefix("\(folder)/") else { return false }
    return !path.split(separator: "/").contains("..")
  }
}
