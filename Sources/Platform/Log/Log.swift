public import Calendar
import Synchronization

/// The front of the log: filters by level, stamps the time, hands on.
///
/// The text of a line that the level leaves out is never made. What `redactor` knows as a secret
/// leaves neither in a message nor in a field.
public final class Log: Sendable {
  private let sink: any LogSink
  private let clock: @Sendable () -> Instant
  private let least: Atomic<Int32>
  /// Knows what must not be written.
  public let redactor = Redactor()
  private let repeated = Mutex(Coalescer())
  private let steady: @Sendable () -> MonotonicTime

  /// A log to a sink.
  public init(
    sink: any LogSink, level: LogLevel = .info,
    clock: @escaping @Sendable () -> Instant = { WallClock.now() },
    steady: @escaping @Sendable () -> MonotonicTime = { MonotonicTime.now() }
  ) {
    self.steady = steady
    self.sink = sink
    self.clock = clock
    least = Atomic(level.rawValue)
  }

  /// The log of this process: to the journal when standard error is connected to it, else text.
  public static func standard(level: LogLevel = .info) -> Log {
    let text = StderrSink()
    guard JournalStream.isStandardError() else { return Log(sink: text, level: level) }
    return Log(sink: JournalSink(fallback: text), level: level)
  }

  /// The least level that is written; may be changed at any time.
  public var level: LogLevel {
    get { LogLevel(rawValue: least.load(ordering: .relaxed)) ?? .info }
    set { least.store(newValue.rawValue, ordering: .relaxed) }
  }

  /// Writes a line that may come again and again, if nothing was said about the same of late.
  ///
  /// Else it is counted, and told with the others in one line: when five minutes have passed, with
  /// the next line or `tellRepeated`, or when what it is about has ended.
  ///
  /// - Parameters:
  ///   - event: The kind of message.
  ///   - subject: The job, or what else has the trouble.
  ///   - reason: What is wrong. Lines with the same three are about the same.
  /// - Returns: Whether it was written; true for a level that nobody wants to see.
  @discardableResult
  public func writeOnce(
    _ level: LogLevel, _ event: LogEvent, _ message: @autoclosure () -> String,
    subject: String = "", reason: String = "", fields: @autoclosure () -> [LogField] = []
  ) -> Bool {
    guard level.rawValue <= least.load(ordering: .relaxed) else { return true }
    let record = record(level, message(), event.id, [event.field] + fields())
    let topic = Coalescer.Topic(
      id: event.id, subject: subject, reason: String(reason.prefix(Self.longestReason)))
    let now = steady()
    let (sums, isNew) = repeated.withLock { $0.take(record, about: topic, now: now) }
    write(sums)
    if isNew { sink.write(record) }
    return isNew
  }

  /// What a topic keeps of a reason: it may come from outside.
  private static let longestReason = 200

  /// Tells what was counted and whose time has come; costs nothing if there is none.
  public func tellRepeated() {
    let now = steady()
    write(repeated.withLock { $0.due(now: now) })
  }

  /// Tells what was counted about something that has ended; what begins anew is told at once.
  ///
  /// - Parameters:
  ///   - event: The kind of message; nil for any.
  ///   - subject: What had the trouble; nil for any.
  public func endRepeated(_ event: LogEvent? = nil, subject: String? = nil) {
    let sums = repeated.withLock { repeated in
      repeated.end { topic in
        (event?.id ?? topic.id) == topic.id && (subject ?? topic.subject) == topic.subject
      }
    }
    write(sums)
  }

  /// A sum is of the moment in which it is told.
  private func write(_ sums: [LogRecord]) {
    for sum in sums {
      sink.write(
        LogRecord(
          time: clock(), level: sum.level, message: sum.message, id: sum.id, fields: sum.fields))
    }
  }

  /// Writes a line of a kind that the catalogue knows.
  public func tell(
    _ level: LogLevel, _ event: LogEvent, _ message: @autoclosure () -> String,
    fields: @autoclosure () -> [LogField] = []
  ) {
    write(level, message(), id: event.id, fields: [event.field] + fields())
  }

  /// Writes a line of any level.
  public func write(
    _ level: LogLevel, _ message: @autoclosure () -> String, id: MessageID? = nil,
    fields: @autoclosure () -> [LogField] = []
  ) {
    guard level.rawValue <= least.load(ordering: .relaxed) else { return }
    tellRepeated()
    sink.write(record(level, message(), id, fields()))
  }

  /// A line without what the redactor knows: none gets into the log in another way.
  private func record(
    _ level: LogLevel, _ message: String, _ id: MessageID?, _ fields: [LogField]
  ) -> LogRecord {
    LogRecord(
      time: clock(), level: level, message: redactor.clean(message), id: id,
      fields: fields.map { $0.cleaned(by: redactor) })
  }

  /// Writes a line for those who look for a fault in ferry itself.
  public func debug(
    _ message: @autoclosure () -> String, id: MessageID? = nil, _ fields: LogField...
  ) {
    write(.debug, message(), id: id, fields: fields)
  }

  /// Writes a line about what happens in a normal day.
  public func info(
    _ message: @autoclosure () -> String, id: MessageID? = nil, _ fields: LogField...
  ) {
    write(.info, message(), id: id, fields: fields)
  }

  /// Writes a line about something normal that is worth seeing.
  public func notice(
    _ message: @autoclosure () -> String, id: MessageID? = nil, _ fields: LogField...
  ) {
    write(.notice, message(), id: id, fields: fields)
  }

  /// Writes a line about something that will need a hand if it goes on.
  public func warning(
    _ message: @autoclosure () -> String, id: MessageID? = nil, _ fields: LogField...
  ) {
    write(.warning, message(), id: id, fields: fields)
  }

  /// Writes a line about something that did not happen and should have.
  public func error(
    _ message: @autoclosure () -> String, id: MessageID? = nil, _ fields: LogField...
  ) {
    write(.error, message(), id: id, fields: fields)
  }
}
