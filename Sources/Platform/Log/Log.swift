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

  /// A log to a sink.
  public init(
    sink: any LogSink, level: LogLevel = .info,
    clock: @escaping @Sendable () -> Instant = { WallClock.now() }
  ) {
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

  /// Writes a line of any level.
  public func write(
    _ level: LogLevel, _ message: @autoclosure () -> String, id: MessageID? = nil,
    fields: @autoclosure () -> [LogField] = []
  ) {
    guard level.rawValue <= least.load(ordering: .relaxed) else { return }
    sink.write(
      LogRecord(
        time: clock(), level: level, message: redactor.clean(message()), id: id,
        fields: fields().map { $0.cleaned(by: redactor) }))
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
