import Glibc
import Synchronization

/// Log lines as text for people: `2026-11-21T15:42:52Z info job nightly: run 3 opened`.
///
/// A record is one line whatever it holds; controls are escaped. Its fields are for the journal:
/// the message says for people what they say for machines.
public final class StderrSink: LogSink {
  private let raw: Int32
  /// A long line takes more than one write: the lock keeps lines whole.
  private let turn = Mutex(())

  /// Lines to standard error.
  public convenience init() {
    self.init(raw: STDERR_FILENO)
  }

  /// Lines to a descriptor that stays open as long as the sink lives.
  public init(raw: Int32) {
    self.raw = raw
  }

  /// Writes the record as one line.
  public func write(_ record: LogRecord) {
    let line = Array((Self.line(record) + "\n").utf8)
    turn.withLock { _ in
      do {
        try writeAll(line, to: raw, path: nil)
      } catch {
        // Nobody is left to be told that standard error is gone.
      }
    }
  }

  /// The record's text without its line break.
  static func line(_ record: LogRecord) -> String {
    "\(UTCText.seconds(record.time)) \(record.level) \(LogText.escaped(record.message))"
  }
}
