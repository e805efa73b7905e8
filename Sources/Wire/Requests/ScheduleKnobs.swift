public import Migration

/// What ferry's schedules know beyond the rules and their count; nil or empty says nothing.
///
/// On the wire they stand in `ScheduleRule`; lengths of time are texts such as `90s`, `2h`, `1d`.
public struct ScheduleKnobs: Hashable, Sendable {
  /// What becomes of slots that were missed.
  public var catchUp: ScheduleRule.CatchUp?
  /// How old a missed slot may be to be made up for, in microseconds.
  public var catchUpWindow: Int64?
  /// What becomes of a slot that comes while the job runs.
  public var overlap: ScheduleRule.Overlap?
  /// Starts are spread over this time, in microseconds.
  public var jitter: Int64?
  /// The shortest time between two slots, in microseconds.
  public var minInterval: Int64?
  /// No slot before this moment (`MomentText`); empty for no bound.
  public var notBefore: String?
  /// No slot after this moment; empty for no bound.
  public var notAfter: String?

  /// Knobs that say nothing.
  public init() {}

  /// The longest time over which starts are spread.
  public static let longestJitter = Duration.seconds(604_800)

  static let names = [
    "CatchUp", "CatchUpWindow", "Overlap", "Jitter", "MinScheduleInterval", "NotBefore", "NotAfter",
  ]

  /// The fields that say something.
  var members: [JSONMember] {
    let lengths = [
      ("CatchUpWindow", catchUpWindow), ("Jitter", jitter), ("MinScheduleInterval", minInterval),
    ]
    var members: [JSONMember] = []
    if let catchUp { members.append(JSONMember("CatchUp", .string(catchUp.rawValue))) }
    if let overlap { members.append(JSONMember("Overlap", .string(overlap.rawValue))) }
    for case (let name, let length?) in lengths {
      members.append(JSONMember(name, .string(DurationText.text(microseconds: length))))
    }
    if let notBefore { members.append(JSONMember("NotBefore", .string(notBefore))) }
    if let notAfter { members.append(JSONMember("NotAfter", .string(notAfter))) }
    return members
  }

  init(_ fields: JSONFields) throws(WireError) {
    catchUp = try fields.word("CatchUp")
    overlap = try fields.word("Overlap")
    catchUpWindow = try fields.duration("CatchUpWindow")
    minInterval = try fields.duration("MinScheduleInterval")
    jitter = try fields.duration("Jitter")
    if let jitter, jitter > Self.longestJitter.microseconds {
      throw WireError(.invalid, at: fields.place("Jitter"), "longer than 1w")
    }
    notBefore = try fields.string("NotBefore")
    notAfter = try fields.string("NotAfter")
  }
}

extension JSONFields {
  /// One of some words; nil if it is not there or empty.
  func word<Word: RawRepresentable<String> & CaseIterable>(
    _ name: String
  ) throws(WireError) -> Word? {
    let text = try text(name)
    if text.isEmpty { return nil }
    do {
      return Word(rawValue: try ConfigValue.word(text, of: Word.allCases.map(\.rawValue)))
    } catch {
      throw WireError(.invalid, at: place(name), error.description)
    }
  }

  /// A length of time in microseconds, given as text; nil if it is not there or empty.
  func duration(_ name: String) throws(WireError) -> Int64? {
    let text = try text(name)
    if text.isEmpty { return nil }
    do {
      return try ConfigValue.duration(text).microseconds
    } catch {
      throw WireError(.invalid, at: place(name), error.description)
    }
  }
}
