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

  /// Reads a secret that is a line of text, such as an access key's.
  ///
  /// - Returns: The bytes without the line's end.
  /// - Throws: `FileReadError.noLine` for what is empty or has more than a line.
  public static func readLine(_ path: String, limit: Int) throws(FileReadError) -> Secret {
    // Room for the line's end.
    try read(path, limit: limit + 2) { bytes throws(FileReadError) in
      var line = bytes[...]
      if line.last == UInt8(ascii: "\n") { line.removeLast() }
      if line.last == UInt8(ascii: "\r") { line.removeLast() }
      let isLine = !line.contains { $0 == UInt8(ascii: "\n") || $0 == 0 }
      guard !line.isEmpty, isLine else { throw .noLine(path: path) }
      guard line.count <= limit else { throw .tooLarge(path: path, limit: limit) }
      return Secret(copying: UnsafeRawBufferPointer(rebasing: line))
    }
  }

  /// Lends the bytes of a file that nobody else can read; the buffer is zeroed afterwards.
  private static func read(
    _ path: String, limit: Int,
    _ body: (UnsafeRawBufferPointer) throws(FileReadError) -> Secret
  ) throws(FileReadError) -> Secret {
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
