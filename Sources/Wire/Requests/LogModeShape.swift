import Migration

/// A job's log mode on the wire: `Audit` with `LogMode`.
extension LogMode {
  static let wireName = "Audit"

  var json: JSONValue { ["LogMode": .string(rawValue)] }

  /// What a body says; nil if it says nothing.
  static func read(_ fields: JSONFields) throws(WireError) -> LogMode? {
    guard let audit = try fields.fields(wireName, known: ["LogMode"]) else { return nil }
    let word = try audit.text("LogMode")
    if word.isEmpty { return nil }
    guard let mode = LogMode(rawValue: word) else {
      throw WireError(
        .invalid, at: "Audit.LogMode",
        "'\(word.prefix(60))' is not allowed; allowed: off, basic, detail")
    }
    return mode
  }
}
