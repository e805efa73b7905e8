/// Where log lines go.
public protocol LogSink: Sendable {
  /// Writes one line, from any thread; a line that cannot be written is lost, not an error.
  func write(_ record: LogRecord)
}
