/// What the author of an accepted schedule should know about one of its rules.
public struct ScheduleWarning: Hashable, Sendable, CustomStringConvertible {
  /// The rule that is meant.
  public let rule: Rule
  /// The sentence, without a full stop.
  public let description: String

  init(_ rule: Rule, _ description: String) {
    self.rule = rule
    self.description = description
  }

  /// A rule of a schedule.
  public enum Rule: String, Hashable, Sendable {
    /// The start rule.
    case start
    /// The suspend rule.
    case suspend
  }
}
