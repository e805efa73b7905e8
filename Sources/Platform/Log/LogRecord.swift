public import Calendar

/// One line of the log, before anybody has given it a form.
public struct LogRecord: Hashable, Sendable {
  /// When it was written.
  public let time: Instant
  /// How much it matters.
  public let level: LogLevel
  /// What happened, in words.
  public let message: String
  /// The kind of message, where the catalogue has a text for it.
  public let id: MessageID?
  /// The facts that go with it.
  public let fields: [LogField]

  /// A line of the log.
  public init(
    time: Instant, level: LogLevel, message: String, id: MessageID? = nil, fields: [LogField] = []
  ) {
    self.time = time
    self.level = level
    self.message = message
    self.id = id
    self.fields = fields
  }
}
