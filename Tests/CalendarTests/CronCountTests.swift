import Calendar
import TestSupport
import Testing

@Suite struct CronCountTests {
  private static let rules = [
    "* * * * * *", "0 */7 * * * *", "0 30 2 * * *", "15,45 0,30 1-3 * * *", "0 0 0 L * *",
    "0 59 23 * * SUN", "0 0 */2 29 2 *", "30 15 2 * 3,10 MON-FRI", "0 0,30 0,1,3,23 * * *",
  ]
  private static let zones = [
    "UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca",
    "Pacific/Apia", "America/Sao_Paulo",
  ]

  @Test("a count is what stepping from slot to slot gives, around clock changes and far away")
  func likeStepping() throws {
    var random = SeededRandom(seed: 99)
    for name in Self.zones {
      let zone = try hostZone(name)
      for text in Self.rules {
        let rule = try CronExpression(text)
        for _ in 0..<20 {
          // From 1970 to 2070; spans that step through a few thousand slots at most.
          let begin = Int64.random(in: 0..<3_155_760_000, using: &random)
          let isDense =
            rule.next(after: Instant(seconds: begin), in: zone)
            .map { $0.seconds - begin < 420 } ?? false
          let span = Int64.random(in: 0..<(isDense ? 7_200 : 40_000_000), using: &random)
          try expectSame(rule, begin, begin + span, zone)
        }
      }
    }
  }

  @Test("a count is right to the second on both sides of each clock change")
  func aroundChanges() throws {
    for name in ["Europe/Berlin", "Australia/Lord_Howe", "Pacific/Apia", "America/Sao_Paulo"] {
      let zone = try hostZone(name)
      for change in offsetChanges(of: zone, years: 2010...2012) {
        for text in Self.rules.dropFirst() {
          let rule = try CronExpression(text)
          for before in [0, 1, 1_800, 7_200, 90_000] as [Int64] {
            for after in [-1, 0, 1, 1_799, 3_600, 90_000] as [Int64] {
              try expectSame(rule, change - before, change + after, zone)
            }
          }
        }
      }
    }
  }

  @Test("millions of slots are counted at once, and none where there is none")
  func many() throws {
    let every = try CronExpression("* * * * * *")
    let begin = Instant(seconds: 1_000_000_000)
    let end = Instant(seconds: 1_000_000_000 + 3_155_760_000)
    #expect(every.count(after: begin, through: end, in: .utc) == 3_155_760_000)
    #expect(every.count(after: end, through: begin, in: .utc) == 0)
    #expect(every.count(after: begin, through: begin, in: .utc) == 0)
    let ends = [Instant(microseconds: .min), Instant(microseconds: .max)]
    #expect(every.count(after: ends[0], through: ends[1], in: .utc) == 253_402_300_800)
    let berlin = try hostZone("Europe/Berlin")
    let yearly = try CronExpression("0 0 0 1 1 *")
    #expect(yearly.count(after: ends[0], through: ends[1], in: berlin) == 8_030)
  }

  @Test("no clock change after the year 9999 is warned of")
  func lastYear() throws {
    let zone = try hostZone("Europe/Berlin")
    let rule = try CronExpression("0 30 2 * * *")
    let december = Instant(seconds: 253_402_300_000)
    #expect(rule.clockChangeWarnings(after: december, in: zone) == [])
    let january = Instant(seconds: 253_402_300_800 - 364 * 86_400)
    #expect(rule.clockChangeWarnings(after: january, in: zone).count == 2)
  }

  private func expectSame(
    _ rule: CronExpression, _ begin: Int64, _ end: Int64, _ zone: ZoneRules
  ) throws {
    var steps: Int64 = 0
    var slot = Instant(seconds: begin)
    while let next = rule.next(after: slot, in: zone), next.seconds <= end {
      steps += 1
      slot = next
    }
    let count = rule.count(
      after: Instant(seconds: begin), through: Instant(seconds: end), in: zone)
    #expect(count == steps, "\(rule) from \(begin) to \(end) in \(zone.name)")
  }
}
