import Migration

/// One row of a list on its way to be looked at.
struct ListedRow: Sendable {
  /// What it names; for one that cannot be read, the file and the line.
  var key: [UInt8]
  /// What else it says.
  var about = RowFacts()
  /// The data file and the line, for people.
  var line = ""
  /// What the ledger keeps to go on after it.
  var place: [UInt8]?
  /// Why it cannot be read; nil if it can.
  var problem: String?
  /// What is known of an object that failed before; nil for one of a list.
  var failed: ObjectFailure?

  /// What the key says that it names.
  var kind: ObjectKind { key.last == UInt8(ascii: "/") ? .folder : .file }

  /// It as a failure, with what is known.
  func failure(
    _ code: FailureCode, _ text: String, _ facts: ObjectFacts? = nil, attempts: Int = 1
  ) -> ObjectFailure {
    ObjectFailure(
      key: ObjectKey(key), kind: facts?.kind ?? failed?.kind ?? kind,
      size: facts?.size ?? failed?.size ?? about.size ?? 0,
      modified: facts?.modified ?? failed?.modified ?? about.modified ?? 0, code: code, text: text,
      attempts: attempts)
  }
}
