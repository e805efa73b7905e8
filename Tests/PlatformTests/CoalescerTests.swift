import Calendar
import Synchronization
import Testing

@testable import Platform

@Suite struct CoalescerTests {
  @Test("the first line is told at once, the next ones in one line for each window")
  func table() {
    // Windows of 300 s; at (second, topic, what is to be written then), nil is a wake-up.
    let steps: [(second: Int64, topic: String?, written: [String])] = [
      (0, "a", ["a at 0"]),
      (1, "a", []), (2, "b", ["b at 2"]), (299, "a", []),
      (299, nil, []),
      // The window of 'a' has passed: its two repetitions are told, once.
      (301, nil, ["2 more times since 00:00:00Z: a at 299"]),
      (301, nil, []),
      // 'b' was quiet for a window: it is forgotten, and new again.
      (310, "b", ["b at 310"]),
      // 'a' goes on: counted from the last one on.
      (400, "a", []),
      (601, nil, ["once more since 00:04:59Z: a at 400"]),
      // A window without any: the next one is new.
      (901, nil, []),
      (902, "a", ["a at 902"]),
      // The next line tells what is due, and is counted itself.
      (903, "a", []), (1_300, "a", ["once more since 00:15:02Z: a at 903"]),
      (1_700, nil, ["once more since 00:15:03Z: a at 1300"]),
    ]
    var coalescer = Coalescer()
    for (second, topic, written) in steps {
      var lines: [LogRecord] = []
      if let topic {
        let record = record(topic, second)
        let (sums, isNew) = coalescer.take(record, about: about(topic), now: at(second))
        lines = sums + (isNew ? [record] : [])
      } else {
        lines = coalescer.due(now: at(second))
      }
      #expect(lines.map(\.message) == written, "at \(second)")
    }
  }

  @Test("a sum has the fields of the newest line, and how often")
  func fields() throws {
    var coalescer = Coalescer()
    for second in 0...3 as ClosedRange<Int64> {
      _ = coalescer.take(record("a", second), about: about("a"), now: at(second))
    }
    let sum = try #require(coalescer.due(now: at(300)).first)
    #expect(sum.level == .warning && sum.id == id)
    #expect(
      sum.fields == [LogField("FERRY_SLOT", "3"), LogField("FERRY_REPEATED", "3")])
  }

  @Test("what has ended is told to its end, and begins anew at once")
  func ends() {
    var coalescer = Coalescer()
    for topic in ["a", "b", "a", "c", "a", "c"] {
      _ = coalescer.take(record(topic, 1), about: about(topic), now: at(1))
    }
    #expect(
      coalescer.end { $0.subject == "a" }.map(\.message)
        == ["2 more times since 00:00:01Z: a at 1"])
    #expect(coalescer.end { $0.subject == "a" }.isEmpty)
    #expect(coalescer.take(record("a", 2), about: about("a"), now: at(2)).isNew)
    #expect(coalescer.end { _ in true }.map(\.message) == ["once more since 00:00:01Z: c at 1"])
    #expect(coalescer.count == 0 && coalescer.due(now: at(1_000)).isEmpty)
  }

  @Test("it keeps no more topics than it may; what makes room is told first")
  func bound() {
    var coalescer = Coalescer(limit: 3)
    for topic in ["a", "a", "b", "c", "a"] {
      _ = coalescer.take(record(topic, 0), about: about(topic), now: at(0))
    }
    // 'b' was not heard of for longest, and has nothing to tell; then 'c', then 'a'.
    #expect(coalescer.take(record("d", 1), about: about("d"), now: at(1)).sums.isEmpty)
    #expect(coalescer.take(record("e", 1), about: about("e"), now: at(1)).sums.isEmpty)
    let (sums, isNew) = coalescer.take(record("f", 1), about: about("f"), now: at(1))
    #expect(sums.map(\.message) == ["2 more times since 00:00:00Z: a at 0"] && isNew)
    var large = Coalescer()
    for number in 0..<5_000 {
      _ = large.take(record("\(number)", 0), about: about("\(number)"), now: at(0))
      #expect(large.count <= 512)
    }
  }

  @Test("a log tells what is due with the next line of any kind, on asking, and at an end")
  func log() {
    let sink = Lines()
    let seconds = Atomic<Int64>(0)
    let clock: @Sendable () -> Int64 = { seconds.load(ordering: .relaxed) }
    let log = Log(
      sink: sink, level: .info, clock: { Instant(seconds: clock()) }, steady: { at(clock()) })
    let event = LogEvent("trouble", id)
    for _ in 0..<3 {
      log.writeOnce(.error, event, "no", reason: "x", fields: [LogField("FERRY_JOB", "j")])
    }
    #expect(log.writeOnce(.debug, event, "unseen", reason: "y"))
    seconds.store(400, ordering: .relaxed)
    log.info("something else")
    #expect(!log.writeOnce(.error, event, "no", reason: "x"))
    log.endRepeated(event)
    log.tell(.notice, LogEvent("recovered", id), "yes")
    #expect(
      sink.lines == [
        "0 no", "400 2 more times since 00:00:00Z: no", "400 something else",
        "400 once more since 00:00:00Z: no", "400 yes",
      ])
    #expect(
      sink.first?.fields == [LogField("FERRY_EVENT", "trouble"), LogField("FERRY_JOB", "j")])
  }

  @Test("so many lines in each window, the others counted and told once")
  func allowance() {
    // (second, asked for, granted, untold of before); windows of 10 s with 5 lines.
    let steps: [(Int64, Int, Int, Int)] = [
      (0, 3, 3, 0), (1, 4, 2, 0), (9, 7, 0, 0), (10, 1, 1, 9), (11, 9, 4, 0), (40, 5, 5, 5),
      (49, 0, 0, 0), (50, 6, 5, 0),
    ]
    var allowance = LineAllowance(limit: 5, window: 10_000_000_000)
    for (second, asked, granted, untold) in steps {
      let (room, before) = allowance.take(asked, now: at(second))
      #expect((room, before) == (granted, untold), "at \(second)")
    }
    allowance.giveUp(2)
    #expect(allowance.rest() == 3)
    #expect(allowance.rest() == 0)
  }
}

private let id = MessageID("00000000000000000000000000000001")

private func at(_ second: Int64) -> MonotonicTime {
  MonotonicTime(nanoseconds: second * 1_000_000_000)
}

private func about(_ topic: String) -> Coalescer.Topic {
  Coalescer.Topic(id: id, subject: topic, reason: "")
}

private func record(_ topic: String, _ second: Int64) -> LogRecord {
  LogRecord(
    time: Instant(seconds: second), level: .warning, message: "\(topic) at \(second)", id: id,
    fields: [LogField("FERRY_SLOT", second)])
}

/// Keeps what is logged, with the second in which it was.
private final class Lines: LogSink {
  private let kept = Mutex<[LogRecord]>([])

  var lines: [String] {
    kept.withLock { $0.map { "\($0.time.seconds) \($0.message)" } }
  }
  var first: LogRecord? { kept.withLock { $0.first } }

  func write(_ record: LogRecord) {
    kept.withLock { $0.append(record) }
  }
}
