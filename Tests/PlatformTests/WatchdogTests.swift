import Platform
import Testing

@Suite struct WatchdogTests {
  /// A watchdog of 30 seconds, begun at second 1000.
  private static func watchdog() -> Watchdog {
    Watchdog(microseconds: 30_000_000, now: at(0))
  }

  private static func at(_ seconds: Double) -> MonotonicTime {
    MonotonicTime(nanoseconds: 1_000_000_000_000 + Int64(seconds * 1e9))
  }

  private static func nanoseconds(_ seconds: Double) -> Int64 { Int64(seconds * 1e9) }

  @Test("a loop that comes around in half of the limit tells so each time, and not more often")
  func regular() {
    var dog = Self.watchdog()
    #expect(dog.patience == 15_000)
    #expect(dog.verdict(at: Self.at(0), overdue: 0) == .ping)
    var pings = 0
    for quarter in 1...400 {
      let now = Self.at(Double(quarter) / 4)
      if dog.wantsProof(at: now) { dog.proved(at: now) }
      dog.looked(at: now)
      if dog.verdict(at: now, overdue: 0) == .ping { pings += 1 }
    }
    // 100 seconds, one each 7.5 seconds.
    #expect(pings == 13)
    for round in 1...10 {
      let now = Self.at(100 + 15 * Double(round))
      #expect(dog.wantsProof(at: now))
      dog.proved(at: now)
      dog.looked(at: now)
      #expect(dog.verdict(at: now, overdue: 0) == .ping)
    }
  }

  @Test("without an answer of the disk it is silent, whatever else goes well")
  func disk() {
    var dog = Self.watchdog()
    dog.looked(at: Self.at(16))
    #expect(
      dog.verdict(at: Self.at(16), overdue: 0)
        == .silent("the disk has not answered for 16 s"))
    dog.proved(at: Self.at(17))
    #expect(dog.verdict(at: Self.at(17), overdue: 0) == .ping)
  }

  @Test("what is due and not looked at for half of the limit silences it; a look is enough")
  func due() {
    // For how long something is due, when it was looked at last, and what is said at second 40.
    let cases: [(overdue: Double, looked: Double, isHeard: Bool)] = [
      (0, 0, true),  // nothing is due: nothing has to be looked at
      (-3_600, 0, true),
      (15, 0, true),
      (15.1, 25, true),  // looked at 15 s ago: a backlog, but work goes on
      (86_400, 39, true),
      (15.1, 24.9, false),
      (86_400, 10, false),
    ]
    for (overdue, looked, isHeard) in cases {
      var dog = Self.watchdog()
      dog.proved(at: Self.at(40))
      dog.looked(at: Self.at(looked))
      let verdict = dog.verdict(at: Self.at(40), overdue: Self.nanoseconds(overdue))
      #expect((verdict == .ping) == isHeard, "\(overdue) \(looked) \(verdict)")
    }
  }

  @Test("after the machine has slept the disk is asked before anything is said")
  func sleep() {
    var dog = Self.watchdog()
    let morning = Self.at(36_000)
    #expect(dog.wantsProof(at: morning))
    guard case .silent = dog.verdict(at: morning, overdue: 0) else {
      Issue.record("it spoke without proof")
      return
    }
    dog.proved(at: morning)
    dog.looked(at: morning)
    #expect(dog.verdict(at: morning, overdue: Self.nanoseconds(30_000)) == .ping)
  }

  @Test("the least limit there is does no harm")
  func least() {
    var dog = Watchdog(microseconds: 1, now: Self.at(0))
    #expect(dog.patience == 0)
    #expect(dog.verdict(at: Self.at(0), overdue: 0) == .ping)
  }
}
