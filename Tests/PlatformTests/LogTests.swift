import Calendar
import Glibc
import Synchronization
import TestSupport
import Testing

@testable import Platform

@Suite struct LogTests {
  @Test("a record is one readable line, whatever it holds")
  func lines() {
    let cases = [
      ("job nightly: run 3 opened", "job nightly: run 3 opened"),
      ("a\nb\r\t\0", "a\\nb\\r\\t\\u{0}"),
      ("back\\slash", "back\\\\slash"),
      ("\u{202E}evil\u{1B}[0m", "\\u{202e}evil\\u{1b}[0m"),
      ("größe 文", "größe 文"),
    ]
    for (message, expected) in cases {
      let record = LogRecord(
        time: noon, level: .info, message: message, fields: [LogField("FERRY_JOB", "nightly")])
      #expect(StderrSink.line(record) == "2026-11-21T15:42:52Z info " + expected)
    }
  }

  @Test("times are UTC to the second, before 1970 and after 2100 too")
  func times() {
    let cases: [(Int64, String)] = [
      (0, "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59Z"),
      (951_782_400, "2000-02-29T00:00:00Z"), (4_107_542_400, "2100-03-01T00:00:00Z"),
    ]
    for (seconds, expected) in cases {
      #expect(UTCText.seconds(Instant(seconds: seconds)) == expected)
    }
    #expect(UTCText.seconds(Instant(microseconds: -1)) == "1969-12-31T23:59:59Z")
    _ = UTCText.seconds(Instant(microseconds: .min))
    _ = UTCText.seconds(Instant(microseconds: .max))
  }

  @Test("lines of four threads stay whole on their way through a pipe")
  func wholeLines() throws {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    let reader = FileDescriptor(owning: ends[0])
    let raw = ends[1]
    let sink = StderrSink(raw: raw)
    let text = String(repeating: "x", count: 20_000)
    let left = Atomic(4)
    for name in ["a", "b", "c", "d"] {
      _ = try OwnThread(name: name) {
        for _ in 0..<20 {
          sink.write(LogRecord(time: noon, level: .error, message: name + text + name))
        }
        if left.subtract(1, ordering: .acquiringAndReleasing).newValue == 0 { close(raw) }
      }
    }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = chunk.withUnsafeMutableBytes { reader.read(into: $0) }
      guard count > 0 else { break }
      bytes += chunk[..<count]
    }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    #expect(lines.count == 80)
    let prefix = "2026-11-21T15:42:52Z error "
    for line in lines {
      let message = line.dropFirst(prefix.count)
      #expect(line.hasPrefix(prefix) && message.count == 20_002)
      #expect(message.first == message.last)
    }
  }

  @Test("the journal gets each fact as a field, line breaks as they are")
  func entries() {
    let record = LogRecord(
      time: noon, level: .warning, message: "two\nlines",
      id: MessageID("0123456789abcdef0123456789abcdef"),
      fields: [LogField("FERRY_JOB", "a=b"), LogField("FERRY_RUN", 3)])
    let entries = JournalSink.entries(record).map { String(decoding: $0, as: UTF8.self) }
    #expect(
      entries == [
        "MESSAGE=two\nlines", "PRIORITY=4", "MESSAGE_ID=0123456789abcdef0123456789abcdef",
        "FERRY_JOB=a=b", "FERRY_RUN=3",
      ])
  }

  @Test("names that the journal would drop, or that a record sets itself, are no fields")
  func fieldNames() {
    for name in ["FERRY_JOB", "A", "X1_", String(repeating: "A", count: 64)] {
      #expect(LogField(computedName: name, "") != nil)
    }
    let refused = [
      "", "_PID", "1A", "ferry", "FERRY-JOB", "FERRY JOB", "FÉRRY", "A=B", "A\n", "MESSAGE",
      "PRIORITY", "MESSAGE_ID", String(repeating: "A", count: 65),
    ]
    for name in refused { #expect(LogField(computedName: name, "") == nil) }
  }

  @Test("levels have the priorities and names of syslog, and their order")
  func levels() {
    #expect(LogLevel.allCases.map(\.rawValue) == [7, 6, 5, 4, 3])
    #expect(LogLevel.allCases == LogLevel.allCases.sorted())
    for level in LogLevel.allCases { #expect(LogLevel(name: level.description) == level) }
    #expect(LogLevel(name: "Info") == nil)
  }

  @Test("what the level leaves out is not even made; the level can be changed")
  func filter() {
    let sink = MemorySink()
    let log = Log(sink: sink, level: .notice, clock: { noon })
    log.info(unwanted())
    log.write(.debug, unwanted())
    log.notice("kept", LogField("FERRY_JOB", "j"))
    log.level = .debug
    log.debug("now")
    log.level = .error
    log.warning(unwanted())
    log.error("last")
    #expect(log.level == .error)
    #expect(sink.records.map(\.message) == ["kept", "now", "last"])
    #expect(sink.records.map(\.level) == [.notice, .debug, .error])
    #expect(sink.records.first?.fields == [LogField("FERRY_JOB", "j")])
    #expect(sink.records.allSatisfy { $0.time == noon })
  }

  @Test("the journal is used only when the descriptor is the stream that systemd names")
  func journalStream() throws {
    try Scratch.with("stream") { folder in
      let descriptor = try FileDescriptor.open("\(folder)/f", O_RDWR | O_CREAT, mode: 0o600)
      var status = stat()
      #expect(fstat(descriptor.raw, &status) == 0)
      let (device, inode) = (status.st_dev, status.st_ino)
      let raw = descriptor.raw
      #expect(JournalStream.holds("\(device):\(inode)", raw: raw))
      let others = [
        nil, "", ":", "\(device)", "\(device):\(inode + 1)", "\(device + 1):\(inode)",
        "\(device):\(inode):1", "\(device):-1", "99999999999999999999999:1",
      ]
      for value in others { #expect(!JournalStream.holds(value, raw: raw)) }
      #expect(!JournalStream.holds("\(device):\(inode)", raw: -1))
    }
  }
}

/// 2026-11-21 15:42:52 UTC.
private let noon = Instant(seconds: 1_795_275_772)

/// Text that must not be asked for.
private func unwanted() -> String {
  Issue.record("the text of a filtered line was made")
  return ""
}

/// Keeps what is logged.
private final class MemorySink: LogSink {
  private let kept = Mutex<[LogRecord]>([])

  var records: [LogRecord] { kept.withLock { $0 } }

  func write(_ record: LogRecord) {
    kept.withLock { $0.append(record) }
  }
}
