import Calendar
import Engine
import Migration
import SQLite

/// How an address stands in its table.
enum AddressRow {
  static let columns = [
    "name", "version", "type", "prefix", "inventory", "origin", "tags", "created_us", "modified_us",
    "verified_us", "problem_code", "problem_text",
  ]
  static let list = columns.joined(separator: ",") + ",checksum"
  static let insert =
    "INSERT INTO address(\(list)) VALUES (" + columns.map { _ in "?," }.joined() + "?)"
  static let update =
    insert + " ON CONFLICT(name) DO UPDATE SET "
    + (columns.dropFirst() + ["checksum"]).map { "\($0)=excluded.\($0)" }.joined(separator: ",")

  /// The row's values, the checksum last.
  static func values(_ address: Address) -> [SQLValue] {
    let (type, manifest): (String, String?) =
      switch address.location {
      case .local: ("local", nil)
      case .inventory(let place): ("inv", place.manifest.text)
      }
    var values: [SQLValue] = [
      .text(address.name.text), .text(address.version), .text(type),
      .text(address.location.data.text), .text(manifest), .text(address.origin.description),
      .text(address.tags), .integer(address.created.microseconds),
      .integer(address.modified.microseconds),
      .integer(address.verification?.at.microseconds), .text(address.verification?.problem?.code),
      .text(address.verification?.problem?.message),
    ]
    values.append(.integer(RowChecksum.of(values)))
    return values
  }

  /// Reads the current row of `SELECT list FROM address`.
  static func address(_ statement: borrowing Statement) throws(StoreFailure) -> Address {
    var row = try Row(
      statement, columns: columns.count, of: "address '\(statement.text(0))'")
    let name = try row.text()
    let version = try row.text()
    let type = try row.text()
    let prefix = try row.text()
    let manifest = try row.optionalText()
    guard let origin = Origin(try row.text()) else { throw row.malformed() }
    let tags = try row.text()
    let created = try row.instant()
    let modified = try row.instant()
    var verification: Verification?
    if let at = try row.optionalInteger() {
      verification = Verification(at: Instant(microseconds: at), problem: nil)
      if let code = try row.optionalText(), let message = try row.optionalText() {
        verification?.problem = .init(code: code, message: message)
      }
    }
    guard let location = location(type, prefix, manifest) else { throw row.malformed() }
    do {
      return Address(
        name: try Name(name, of: "address"), version: version,
        location: location, origin: origin, tags: tags, created: created,
        modified: modified, verification: verification)
    } catch {
      throw row.malformed()
    }
  }

  /// Where an address is, by its columns; nil if they do not go together.
  static func location(
    _ type: String, _ prefix: String, _ manifest: String?
  ) -> Address.Location? {
    guard let data = try? LocalPath(prefix) else { return nil }
    switch (type, manifest) {
    case ("local", nil): return .local(data)
    case ("inv", let text?):
      guard let manifest = try? LocalFile(text) else { return nil }
      return .inventory(InventoryPlace(data: data, manifest: manifest))
    default: return nil
    }
  }
}
