import CLinux

/// What names a file system wherever it is mounted.
public enum FileSystemIdentity {
  /// Hexadecimal digits that come from the file system's UUID: of ext2 to ext4, XFS and btrfs.
  ///
  /// - Parameter folder: A folder of the file system.
  /// - Returns: Nil for other kinds, and if the folder cannot be opened.
  public static func of(_ folder: String) -> String? {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 33) { text in
      guard let start = text.baseAddress, ferry_file_system_identity(folder, start) == 0,
        start.pointee != 0
      else { return nil }
      return String(cString: start)
    }
  }
}
