import Migration
import Testing

@testable import Transfer

@Suite struct TokenBucketTests {
  private let second: Int64 = 1_000_000_000

  @Test("over ten seconds a bucket lets its rate through, and not more than a tenth at once")
  func rate() {
    for (rate, amount) in [(1.0, 1.0), (500, 1), (8e6, 65_536), (1e9, 64e6), (100, 1_000)] {
      var bucket = TokenBucket()
      bucket.set(rate: rate, now: 0)
      var now: Int64 = 0
      var taken = 0.0
      while true {
        let delay = bucket.delay(amount, now: now)
        now += delay
        if now > 10 * second { break }
        guard delay == 0 else { continue }
        bucket.take(amount)
        taken += amount
      }
      #expect(abs(taken - 10 * rate) <= max(amount, rate / 10) + 1)
    }
  }

  @Test("no limit never waits, and a new limit owes nothing for the old one")
  func change() {
    var bucket = TokenBucket()
    #expect(bucket.delay(1e12, now: 5) == 0)
    bucket.set(rate: 8, now: 0)
    #expect(bucket.delay(1e9, now: second) == 0)
    bucket.take(1e9)
    #expect(bucket.delay(1, now: second) > 100 * second)
    bucket.set(rate: 8e6, now: second)
    #expect(bucket.delay(65_536, now: second) < second / 10)
    bucket.set(rate: 0, now: second)
    #expect(bucket.delay(1e12, now: second) == 0)
  }

  @Test("a clock that stands still or goes back adds nothing and breaks nothing")
  func clock() {
    var bucket = TokenBucket()
    bucket.set(rate: 10, now: 5 * second)
    #expect(bucket.delay(1, now: 0) > 0)
    #expect(bucket.delay(1, now: 0) > 0)
    #expect(bucket.delay(1, now: second) == 0)
  }
}
