/// What an object is.
///
/// The raw value is what the ledger's packed rows hold.
public enum ObjectKind: UInt8, Hashable, Sendable {
  /// A regular file, or an object of an object store.
  case file = 0
  /// A folder; its key ends in `/`.
  case folder = 1
  /// A symbolic link, copied as a link.
  case symlink = 2
}
