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
  ///   - path: Symbolic links are followed; the file at their end is checked.
  ///   - limit: The most bytes that are taken.
  /// - Throws: `FileReadError.exposed` when others could have it.
  public static func read(_ path: String, limit: Int) throws(FileReadError) -> [UInt8] {
    let isCredential = isInCredentials(
      path, folder: getenv("CREDENTIALS_DIRECTORY").map { String(cString: $0) })
    return try FileText.read(path, limit: limit) { status throws(FileReadError) in
      let (uid, gid, mode) = (status.st_uid, status.st_gid, status.st_mode & 0o7777)
      guard isCredential || isPrivate(uid: uid, gid: gid, mode: mode) else {
        throw .exposed(path: path, uid: uid, gid: gid, mode: mode)
      }
    }
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
