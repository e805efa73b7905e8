public import Calendar

/// A start or suspend rule: what was written, and what it means.
public struct CronRule: Hashable, Sendable {
  /// The text as it was given.
  public let text: String
  /// What it means.
  public let expression: CronExpression

  /// Reads a rule.
  ///
  /// - Throws: `CronError` with the column.
  public init(_ text: String) throws(CronError) {
    self.text = text
    expression = try CronExpression(text)
  }
}
