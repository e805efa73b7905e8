/// What an examination has found: how bad it is, what, where, and what to do about it.
public struct FindingView: WireShape {
  /// How bad it is.
  public enum Level: String, Hashable, Sendable, CaseIterable {
    /// It is as it should be.
    case ok
    /// It works, and somebody should know.
    case warning
    /// It does not work, or will not for long.
    case problem
  }

  /// How bad it is.
  public var level: Level
  /// What was examined, in a word: `database`, `clock`.
  public var check: String
  /// What was found.
  public var what: String
  /// The file, folder, job or address that it is about; empty for none.
  public var place: String
  /// What to do, in one line or more; empty if nothing is to be done.
  public var remedy: String

  /// A finding.
  public init(
    _ level: Level, _ check: String, _ what: String, at place: String = "", remedy: String = ""
  ) {
    self.level = level
    self.check = check
    self.what = what
    self.place = place
    self.remedy = remedy
  }

  /// The fields in the documented order.
  public var json: JSONValue {
    [
      "Level": .string(level.rawValue),
      "Check": .string(check),
      "What": .string(what),
      "Where": .string(place),
      "Remedy": .string(remedy),
    ]
  }

  /// Reads the view as the daemon tells it; a level that is not known is a warning.
  public init(json: JSONValue) throws(WireError) {
    let fields = try JSONFields(json)
    level = Level(rawValue: try fields.text("Level")) ?? .warning
    check = try fields.text("Check")
    what = try fields.text("What")
    place = try fields.text("Where")
    remedy = try fields.text("Remedy")
  }
}
