import Glibc

/// Whether what is written to a descriptor ends in systemd's journal.
///
/// Source: systemd.exec(5), `$JOURNAL_STREAM`.
enum JournalStream {
  /// Whether standard error is the stream that systemd connected to the journal.
  static func isStandardError() -> Bool {
    holds(getenv("JOURNAL_STREAM").map { String(cString: $0) }, raw: STDERR_FILENO)
  }

  /// Whether a descriptor is the file that a value of the variable names: `DEVICE:INODE`.
  ///
  /// The variable alone says nothing: children inherit it, and a shell may have redirected us.
  static func holds(_ value: String?, raw: Int32) -> Bool {
    guard let value else { return false }
    let numbers = value.split(separator: ":", omittingEmptySubsequences: false)
    guard numbers.count == 2, let device = UInt64(numbers[0]), let inode = UInt64(numbers[1])
    else { return false }
    var status = stat()
    guard fstat(raw, &status) == 0 else { return false }
    return UInt64(status.st_dev) == device && UInt64(status.st_ino) == inode
  }
}
