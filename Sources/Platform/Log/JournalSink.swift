import CSystemd
import Glibc

/// Log lines as records of systemd's journal, each fact a field of its own.
///
/// Source: sd_journal_sendv(3).
public struct JournalSink: LogSink {
  private let fallback: any LogSink

  /// Records to the journal; those that it refuses go to `fallback`.
  public init(fallback: any LogSink = StderrSink()) {
    self.fallback = fallback
  }

  /// Sends the record, its line breaks as they are.
  public func write(_ record: LogRecord) {
    let result = Self.send(Self.entries(record))
    if result < 0 {
      fallback.write(record)
    }
  }

  /// The record in the journal's form: `NAME=value`, as bytes.
  static func entries(_ record: LogRecord) -> [[UInt8]] {
    var entries = ["MESSAGE=\(record.message)", "PRIORITY=\(record.level.rawValue)"]
    if let id = record.id { entries.append("MESSAGE_ID=\(id.text)") }
    entries += record.fields.map { "\($0.name)=\($0.value)" }
    return entries.map { Array($0.utf8) }
  }

  /// Sends entries as one record; negative errno if that failed.
  private static func send(_ entries: [[UInt8]]) -> Int32 {
    // One buffer for all of them, so that every pointer holds for the one call.
    var bytes = entries.flatMap { $0 }
    return bytes.withUnsafeMutableBytes { buffer in
      var vectors: [iovec] = []
      var offset = 0
      for entry in entries {
        let start = buffer.baseAddress.map { $0 + offset }
        vectors.append(iovec(iov_base: start, iov_len: entry.count))
        offset += entry.count
      }
      return sd_journal_sendv(vectors, Int32(vectors.count))
    }
  }
}
