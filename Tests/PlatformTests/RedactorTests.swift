import Calendar
import Synchronization
import Testing

@testable import Platform

/// Keeps what is written.
private final class Kept: LogSink {
  let records = Mutex<[LogRecord]>([])
  func write(_ record: LogRecord) { records.withLock { $0.append(record) } }
}

@Suite struct RedactorTests {
  @Test("what it was told of is replaced wherever it stands, and nothing else is touched")
  func replaced() {
    let redactor = Redactor()
    #expect(redactor.clean("wJalrXUtnFEMI") == "wJalrXUtnFEMI")
    for secret in ["wJalrXUtnFEMI", "wJalrXUtnFEMI/K7MDENG", "short", "größer als acht"] {
      redactor.learn(Secret(secret))
    }
    let cases = [
      ("", ""), ("nothing here", "nothing here"), ("wJalrXUtnFEMI", "***"),
      ("key wJalrXUtnFEMI.", "key ***."), ("wJalrXUtnFEMIwJalrXUtnFEMI", "******"),
      ("awJalrXUtnFEMI/K7MDENGb", "a***b"), ("wJalrXUtnFEM", "wJalrXUtnFEM"),
      ("a short word", "a short word"), ("ist größer als acht?", "ist ***?"),
      ("GET /addresses/wJalrXUtnFEMI%2FK7MDENG", "GET /addresses/***"),
    ]
    for (text, cleaned) in cases { #expect(redactor.clean(text) == cleaned, "\(text)") }
    let bytes: [UInt8] = [0xFF] + Array("wJalrXUtnFEMI".utf8) + [0xFE]
    #expect(redactor.clean(bytes) == [0xFF] + Array("***".utf8) + [0xFE])
  }

  @Test("it remembers so many and no more, the newest ones")
  func bounded() {
    let redactor = Redactor()
    let secrets = (0..<Redactor.most + 10).map { "secret-number-\($0)-" }
    for secret in secrets { redactor.learn(Secret(secret)) }
    // Told twice is known once.
    redactor.learn(Secret(secrets[secrets.count - 1]))
    #expect(redactor.clean(secrets[0]) == secrets[0])
    #expect(redactor.clean(secrets[9]) == secrets[9])
    #expect(redactor.clean(secrets[10]) == "***")
    #expect(redactor.clean(secrets[secrets.count - 1]) == "***")
  }

  @Test("neither a message nor a field of the log holds a secret")
  func log() {
    let sink = Kept()
    let log = Log(sink: sink, clock: { Instant(microseconds: 0) })
    log.info("before: hush, a secret")
    log.redactor.learn(Secret("hush, a secret"))
    log.error("after: hush, a secret", LogField("FERRY_JOB", "of hush, a secret"))
    let records = sink.records.withLock { $0 }
    #expect(records.map(\.message) == ["before: hush, a secret", "after: ***"])
    #expect(records[1].fields == [LogField("FERRY_JOB", "of ***")])
  }
}
