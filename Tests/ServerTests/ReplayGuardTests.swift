import Calendar
import Server
import Testing

@Suite struct ReplayGuardTests {
  private func signature(_ number: Int) -> [UInt8] {
    let hex = String(number, radix: 16)
    return Array((String(repeating: "0", count: 64 - hex.count) + hex).utf8).reversed()
  }

  @Test("memory is bounded: what is over is forgotten, and what does not fit is told")
  func bounds() {
    let replays = ReplayGuard(limit: 100)
    func at(_ seconds: Int64) -> Instant { Instant(seconds: seconds) }
    for number in 0..<100 {
      #expect(replays.take(signature(number), until: at(1_000), now: at(100)) == .new)
    }
    for number in 0..<100 {
      #expect(replays.take(signature(number), until: at(1_000), now: at(100)) == .known)
    }
    #expect(replays.take(signature(100), until: at(1_000), now: at(999)) == .full)
    #expect(replays.count == 100)
    #expect(replays.take(signature(100), until: at(3_000), now: at(2_000)) == .new)
    #expect(replays.count == 1)
  }

  @Test("a signature that nothing came of may come once more, until a moment")
  func forgiveness() {
    let replays = ReplayGuard()
    func at(_ seconds: Int64) -> Instant { Instant(seconds: seconds) }
    func take(_ now: Int64) -> ReplayGuard.Verdict {
      replays.take(signature(7), until: at(1_000), now: at(now))
    }
    #expect(take(100) == .new)
    replays.forgive(signature(7), until: at(105))
    #expect(take(101) == .new)
    #expect(take(101) == .known)
    replays.forgive(signature(7), until: at(105))
    #expect(take(106) == .known)
  }
}
