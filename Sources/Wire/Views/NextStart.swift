public import Calendar

/// One coming instant of a schedule: a start, or a suspend between two starts.
public struct NextStart: WireShape {
  /// When.
  public var utc: Instant?
  /// The same on the wall of the schedule's zone: `2026-11-22T02:00:00+01:00`.
  public var local: String
  /// The abbreviation of the zone then, such as `CET`.
  public var zone: String
  /// Which rule fires: `start` or `suspend`.
  public var rule: String
  /// What a change of the clock does to it; else empty.
  public var note: String

  /// The view with all its fields.
  public init(
    utc: Instant?, local: String = "", zone: String = "", rule: String = "start", note: String = ""
  ) {
    self.utc = utc
    self.local = local
    self.zone = zone
    self.rule = rule
    self.note = note
  }

  /// The fields in the documented order.
  public var json: JSONValue {
    [
      "Utc": .string(ISOTime.text(utc)),
      "Local": .string(local),
      "Zone": .string(zone),
      "Rule": .string(rule),
      "Note": .string(note),
    ]
  }

  /// Reads the view as the daemon tells it.
  public init(json: JSONValue) throws(WireError) {
    let fields = try JSONFields(json)
    utc = try fields.instant("Utc")
    local = try fields.text("Local")
    zone = try fields.text("Zone")
    rule = try fields.text("Rule")
    note = try fields.text("Note")
  }

  /// Adds a sentence to the note.
  mutating func add(note more: String) {
    note += note.isEmpty ? more : "; \(more)"
  }
}
