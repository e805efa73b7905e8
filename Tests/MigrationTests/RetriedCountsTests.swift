import Migration
import TestSupport
import Testing

@Suite struct RetriedCountsTests {
  @Test("a retry of three failures among a million moves them from failed to copied")
  func example() {
    let first = counts(total: 1_000_000, copied: 999_997, skipped: 400_000, failed: 3)
    let sum = first.retried(by: counts(total: 3, copied: 2, skipped: 1, failed: 1))
    #expect(sum == counts(total: 1_000_000, copied: 999_999, skipped: 400_001, failed: 1))
  }

  @Test("what a folder turns out to hold is new, and what was not taken still fails")
  func newObjects() {
    // 400 sockets and one folder failed; the folder turns out to hold 1,000 objects.
    let first = counts(total: 500, copied: 99, failed: 401)
    let sum = first.retried(by: counts(total: 1_001, copied: 1_000, failed: 1), taking: 1)
    #expect(sum == counts(total: 1_500, copied: 1_099, failed: 401))
    #expect(first.retried(by: counts(), taking: 1) == first, "a retry that came to nothing")
  }

  @Test("the bytes in all are never fewer than those copied, and listing ends with the later run's")
  func bytes() {
    var (first, later) = (counts(total: 2, copied: 1, failed: 1), counts(total: 1, copied: 1))
    (first.totalBytes, first.copiedBytes) = (30, 10)
    (later.totalBytes, later.copiedBytes) = (50, 50)
    (later.skippedBytes, later.skipped) = (5, 1)
    let sum = first.retried(by: later)
    #expect(sum.copiedBytes == 60 && sum.totalBytes == 60 && sum.skippedBytes == 5)
    #expect(sum.listed)
    later.listed = false
    #expect(!first.retried(by: later).listed)
  }

  @Test("figures at the ends of their range are cut, not a trap")
  func extremes() {
    let ends: [Int64] = [.min, -1, 0, 1, .max]
    for value in ends {
      for other in ends {
        for taken in [nil] + ends.map(Optional.some) {
          let (first, later) = (all(value), all(other))
          #expect(first.retried(by: later, taking: taken).copied == value.addingClamped(other))
        }
      }
    }
  }

  @Test("over any chain of retries the sum is what became of every object")
  func walks() {
    for seed in 0..<2_000 as Range<UInt64> {
      var chain = Chain(seed: seed)
      for _ in 0..<6 {
        chain.retry()
        let (sum, truth) = (chain.sum, chain.truth)
        if sum != truth || sum.remaining != chain.remaining || sum.failed < 0 {
          Issue.record("seed \(seed): \(sum), not \(truth), \(chain.remaining) remain")
          return
        }
      }
    }
  }
}

/// A run and its retries by chance, with what really became of the objects.
private struct Chain {
  var random: SeededRandom
  var sum: RunCounts
  var truth: RunCounts
  var remaining: Int64
  /// Objects that a retry takes, and those that none can help.
  var (retryable, lost): (Int64, Int64)

  init(seed: UInt64) {
    random = SeededRandom(seed: seed)
    (retryable, lost) = (
      Int64.random(in: 0...50, using: &random), Int64.random(in: 0...20, using: &random)
    )
    remaining = Int64.random(in: 0...3, using: &random)
    let copied = Int64.random(in: 0...1_000, using: &random)
    truth = counts(
      total: copied + retryable + lost + remaining, copied: copied, failed: retryable + lost)
    sum = truth
  }

  mutating func retry() {
    let taken = retryable
    let found = taken == 0 ? 0 : Int64.random(in: 0...30, using: &random)
    let copied = Int64.random(in: 0...taken + found, using: &random)
    let left = Int64.random(in: 0...taken + found - copied, using: &random)
    let failed = taken + found - copied - left
    let gone = Int64.random(in: 0...failed, using: &random)
    let skipped = Int64.random(in: 0...copied, using: &random)
    let later = counts(total: taken + found, copied: copied, skipped: skipped, failed: failed)
    sum = sum.retried(by: later, taking: taken)
    (retryable, lost) = (failed - gone, lost + gone)
    remaining += left
    truth.total += found
    truth.copied += copied
    truth.skipped += skipped
    truth.failed = retryable + lost
  }
}

private func counts(
  total: Int64 = 0, copied: Int64 = 0, skipped: Int64 = 0, failed: Int64 = 0
) -> RunCounts {
  var counts = RunCounts()
  (counts.total, counts.copied, counts.skipped) = (total, copied, skipped)
  (counts.failed, counts.listed) = (failed, true)
  return counts
}

private func all(_ value: Int64) -> RunCounts {
  var counts = counts(total: value, copied: value, skipped: value, failed: value)
  (counts.totalBytes, counts.copiedBytes, counts.skippedBytes) = (value, value, value)
  return counts
}
