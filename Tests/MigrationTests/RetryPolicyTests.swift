import Migration
import Testing

@Suite struct RetryPolicyTests {
  @Test("the wait doubles with each depth until it is the longest, and a quarter at most is added")
  func doubling() {
    let minutes: [Int64] = [1, 2, 4, 8, 16, 32, 60, 60, 60]
    for (depth, minute) in minutes.enumerated() {
      let (base, wait) = (minute * 60_000_000, policy.wait(depth: depth, version: "v", run: .first))
      #expect(base <= wait && wait < base + base / 4, "depth \(depth): \(wait)")
    }
  }

  @Test("the wait of one run is always the same, that of another run or job is another")
  func stable() {
    let wait = policy.wait(depth: 0, version: "9d3c", run: .first)
    #expect(wait == 72_301_000)
    #expect(policy.wait(depth: 0, version: "9d3c", run: .first) == wait)
    #expect(policy.wait(depth: 0, version: "9d3c", run: RunNumber.first.next) != wait)
    #expect(policy.wait(depth: 0, version: "9d3d", run: .first) != wait)
  }

  @Test("jobs that fail together are spread evenly over the quarter")
  func spread() {
    var tenths = [Int](repeating: 0, count: 10)
    for job in 0..<10_000 {
      let wait = policy.wait(depth: 6, version: "job-\(job)", run: .first)
      tenths[Int((wait - 3_600_000_000) / 90_000_000)] += 1
    }
    #expect(tenths.allSatisfy { (850...1_150).contains($0) }, "\(tenths)")
  }

  @Test("a first wait that is longer than the longest one stays as it is")
  func firstIsLonger() {
    let policy = RetryPolicy(firstWait: 8_000_000, longestWait: 4_000_000)
    for depth in 0..<5 {
      let wait = policy.wait(depth: depth, version: "v", run: .first)
      #expect((8_000_000..<10_000_000).contains(wait))
    }
  }

  @Test("no policy and no depth makes a wait that is negative, or ends the program")
  func extremes() {
    let ends: [Int64] = [.min, -1, 0, 1, 999, 60_000_000, .max / 2, .max / 2 + 1, .max - 1, .max]
    for first in ends {
      for longest in ends {
        for depth in [Int.min, -1, 0, 1, 61, 62, 63, 64, .max] {
          let policy = RetryPolicy(firstWait: first, longestWait: longest)
          let wait = policy.wait(
            depth: depth, version: "", run: RunNumber(rawValue: first))
          let most = max(0, first, longest)
          #expect(
            max(0, first) <= wait && wait <= most.addingClamped(most / 4),
            "\(first) \(longest) \(depth): \(wait)")
        }
      }
    }
    #expect(
      RetryPolicy(firstWait: 1, longestWait: .max).wait(depth: .max, version: "v", run: .first)
        == .max)
    #expect(RetryPolicy(firstWait: 0).wait(depth: 5, version: "v", run: .first) == 0)
  }

  private let policy = RetryPolicy()
}
