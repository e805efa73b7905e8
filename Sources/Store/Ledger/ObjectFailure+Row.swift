import Migration
import SQLite

extension ObjectFailure {
  /// The columns that `init(_:)` reads, in their order.
  static let columns = "key, kind, size, modified_ns, code, text, attempts"

  /// Reads the first columns of the current row.
  init(_ row: borrowing Statement) {
    self.init(
      key: ObjectKey(row.blob(0)),
      kind: ObjectKind(rawValue: UInt8(truncatingIfNeeded: row.integer(1))) ?? .file,
      size: row.integer(2), modified: row.integer(3),
      code: FailureCode(rawValue: row.text(4)), text: row.text(5),
      attempts: Int(truncatingIfNeeded: row.integer(6)))
  }
}
