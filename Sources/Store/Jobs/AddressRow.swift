import Calendar
import Engine
import Migration
import SQLite

/// How an address stands in its table.
enum AddressRow {
  static let columns =
    ["name", "version"] + PlaceColumns.names + [
      "origin", "tags", "created_us", "modified_us", "require_mount", "mount", "verified_us",
      "problem_code", "problem_text",
    ]
  static let list = columns.joined(separator: ",") + ",checksum"
  static let insert =
    "INSERT INTO address(\(list)) VALUES (" + columns.map { _ in "?," }.joined() + "?)"
  static let update =
    insert + " ON CONFLICT(name) DO UPDATE SET "
    + (columns.dropFirst() + ["checksum"]).map { "\($0)=excluded.\($0)" }.joined(separator: ",")

  /// The row's values, the checksum last.
  static func values(_ address: Address) -> [SQLValue] {
    var values: [SQLValue] = [.text(address.name.text), .text(address.version)]
    values += PlaceColumns(address.location).values
    values += [
      .text(address.origin.description), .text(address.tags),
      .integer(address.created.microseconds), .integer(address.modified.microseconds),
      .integer(address.requiresMount ? 1 : 0), .text(address.mount),
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
    let place = try PlaceColumns(&row)
    guard let origin = Origin(try row.text()) else { throw row.malformed() }
    let tags = try row.text()
    let created = try row.instant()
    let modified = try row.instant()
    let requiresMount = try row.flag()
    let mount = try row.optionalText()
    var verification: Verification?
    if let at = try row.optionalInteger() {
      verification = Verification(at: Instant(microseconds: at), problem: nil)
      if let code = try row.optionalText(), let message = try row.optionalText() {
        verification?.problem = .init(code: code, message: message)
      }
    }
    guard let location = place.location else { throw row.malformed() }
    do {
      return Address(
        name: try Name(name, of: "address"), version: version,
        location: location, origin: origin, tags: tags, created: created,
        modified: modified, verification: verification, requiresMount: requiresMount,
        mount: mount)
    } catch {
      throw row.malformed()
    }
  }
}
