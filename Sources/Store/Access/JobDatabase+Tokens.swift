import Calendar
public import Engine
import SQLite

extension JobDatabase {
  /// Keeps a token.
  ///
  /// - Throws: A conflict if its name is taken.
  public func add(_ token: TokenRecord) throws(StoreFailure) {
    try writing { () throws(SQLiteError) in
      try perform(
        "INSERT INTO token VALUES (?, ?, ?, ?, ?, ?)", .text(token.name), .blob(token.digest),
        .text(token.role), .integer(token.created.microseconds),
        .integer(token.expires?.microseconds), .text(token.createdBy))
    }
  }

  /// Forgets a token; nothing happens if there is none of that name.
  public func removeToken(named name: String) throws(StoreFailure) {
    try writing { () throws(SQLiteError) in
      try perform("DELETE FROM token WHERE name = ?", .text(name))
    }
  }

  /// All tokens by their names.
  public func tokens() throws(StoreFailure) -> [TokenRecord] {
    try rows("SELECT * FROM token ORDER BY name") { (row) throws(StoreFailure) in
      TokenRecord(row)
    }
  }

  /// The token of a digest; nil if there is none.
  public func token(withDigest digest: [UInt8]) throws(StoreFailure) -> TokenRecord? {
    try rows("SELECT * FROM token WHERE digest = ?", [.blob(digest)]) {
      (row) throws(StoreFailure) in TokenRecord(row)
    }.first
  }

  /// Keeps a record of a change, and forgets those that are too many.
  public func add(_ record: AuditRecord) throws(StoreFailure) {
    try writing { () throws(SQLiteError) in
      try perform(
        """
        INSERT INTO audit(at_us, caller, role, place, action, subject, outcome, request)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """, .integer(record.at.microseconds), .text(record.caller), .text(record.role),
        .text(record.place), .text(record.action), .text(record.subject), .text(record.outcome),
        .text(record.request))
      try perform(
        "DELETE FROM audit WHERE id <= (SELECT max(id) FROM audit) - ?",
        .integer(Self.mostAuditRecords))
    }
  }

  /// How many records of changes are kept.
  static let mostAuditRecords: Int64 = 100_000

  /// Records of changes, the newest first.
  ///
  /// - Parameters:
  ///   - id: Only those before this one; nil to begin with the newest.
  ///   - subject: Only those about this; nil for all.
  public func audit(
    before id: Int64?, subject: String?, limit: Int
  ) throws(StoreFailure) -> [AuditRecord] {
    try rows(
      """
      SELECT * FROM audit WHERE id < ? AND (?2 IS NULL OR subject = ?2) ORDER BY id DESC LIMIT ?
      """, [.integer(id ?? .max), .text(subject), .integer(Int64(limit))]
    ) { (row) throws(StoreFailure) in
      var record = AuditRecord(
        at: Instant(microseconds: row.integer(1)), caller: row.text(2), role: row.text(3),
        place: row.text(4), action: row.text(5), subject: row.text(6), outcome: row.text(7),
        request: row.text(8))
      record.id = row.integer(0)
      return record
    }
  }
}

extension TokenRecord {
  fileprivate init(_ row: borrowing Statement) {
    var digest: [UInt8] = []
    if case .blob(let bytes) = row.value(1) { digest = bytes }
    self.init(
      name: row.text(0), digest: digest, role: row.text(2),
      created: Instant(microseconds: row.integer(3)),
      expires: row.optionalInteger(4).map { Instant(microseconds: $0) }, createdBy: row.text(5))
  }
}
