import TestSupport
import Testing

@testable import S3

private let subject = S3Error.Subject(action: "list", bucket: "b", key: [], host: "h")

@Suite struct S3RetryTests {
  @Test("waits double up to a bound, with jitter, and come to an end")
  func waits() {
    let cases: [(reason: S3Error.Reason, most: [Int64])] = [
      (.slowDown, [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]),
      (.server(status: 500), [500, 1_000, 2_000, 4_000, 8_000]),
      (.malformed("x"), [200, 400]),
      (.badDigest, [200, 400]),
      (.noSuchKey, []), (.denied(code: "AccessDenied"), []), (.stopped, []),
    ]
    for item in cases {
      let error = S3Error(item.reason, subject)
      for seed: UInt64 in 0..<50 {
        var random = SeededRandom(seed: seed)
        for (index, most) in item.most.enumerated() {
          let wait = S3Retry.delay(after: error, attempt: index + 1, using: &random)
          #expect(wait.map { $0 >= .milliseconds(most / 2) && $0 <= .milliseconds(most) } == true)
        }
        let last = S3Retry.delay(after: error, attempt: item.most.count + 1, using: &random)
        #expect(last == nil)
      }
    }
  }

  @Test("the same random numbers give the same waits")
  func stable() {
    let error = S3Error(.slowDown, subject)
    var (one, two) = (SeededRandom(seed: 7), SeededRandom(seed: 7))
    for attempt in 1..<8 {
      #expect(
        S3Retry.delay(after: error, attempt: attempt, using: &one)
          == S3Retry.delay(after: error, attempt: attempt, using: &two))
    }
  }

  @Test("what the service asks for is kept to, up to a minute")
  func asked() {
    var random = SeededRandom(seed: 1)
    let asked = S3Error(.slowDown, subject, retryAfter: .seconds(12))
    #expect(S3Retry.delay(after: asked, attempt: 1, using: &random) == .seconds(12))
    let long = S3Error(.slowDown, subject, retryAfter: .seconds(3_000))
    #expect(S3Retry.delay(after: long, attempt: 1, using: &random) == .seconds(60))
  }
}
