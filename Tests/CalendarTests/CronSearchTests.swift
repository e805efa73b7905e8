import Calendar
import TestSupport
import Testing

@Suite struct CronSearchTests {
  private static let zones = [
    "UTC", "America/New_York", "Europe/Berlin", "Europe/London", "Europe/Dublin",
    "Australia/Lord_Howe", "Africa/Casablanca", "America/Sao_Paulo", "Asia/Shanghai",
    "Asia/Kathmandu", "America/Nuuk", "Asia/Beirut", "Pacific/Apia", "Pacific/Chatham",
    "Asia/Amman", "America/Santiago", "Antarctica/Troll",
  ]

  @Test("around every clock change, next and previous find what trying every minute finds")
  func againstModel() throws {
    var random = SeededRandom(seed: 0xC0DE)
    for name in Self.zones {
      let zone = try hostZone(name)
      let changes = clockChanges(of: zone, fromYear: 2015, toYear: 2027)
      for change in changes.shuffled(using: &random).prefix(6) {
        let model = WallModel(using: &random)
        guard let expression = CronExpression(reading: model.text) else { continue }
        let begin = Instant(seconds: change - 86_400)
        let end = Instant(seconds: change + 86_400)
        let expected = model.instants(from: begin, to: end, in: zone)
        let comment: Comment = "\(model.text) in \(name) around \(zone.text(of: begin))"
        let forward = walk(expression, from: begin, to: end, in: zone)
        #expect(forward == expected, comment)
        #expect(
          walkBack(expression, from: end, to: begin, in: zone) == expected.reversed(), comment)
        #expect(CronExpression(reading: expression.description) == expression, comment)
      }
    }
  }

  @Test("walking back gives the forward list reversed, over many years")
  func mirror() throws {
    var random = SeededRandom(seed: 7)
    let texts = [
      "0 30 2 * * *", "0 0 0 29 2 *", "30 0 0 L * *", "0 0 0 15W,LW * *", "0 0 0 ? 2 MON#5",
      "0 0 12 * * FRIL", "*/20 59 23 31 12 *", "0 30 23 1 * SAT", "0 0 0 L-30 * *",
    ]
    for text in texts {
      let expression = try CronExpression(text)
      for name in Self.zones {
        let zone = try hostZone(name)
        let second = Int64.random(in: -100_000_000...10_000_000_000, using: &random)
        let begin = Instant(seconds: second)
        var forward: [Instant] = []
        var instant = begin
        for _ in 0..<20 {
          let following = expression.next(after: instant, in: zone)
          let found = try #require(following)
          #expect(found > instant, "\(text) in \(name)")
          instant = found
          forward.append(instant)
        }
        let back = walkBack(
          expression, from: instant.advanced(byMicroseconds: 1), to: forward[0], in: zone)
        #expect(back == forward.reversed(), "\(text) in \(name)")
        let before = forward[0].advanced(byMicroseconds: -1)
        if let previous = expression.previous(atOrBefore: before, in: zone) {
          #expect(previous <= begin, "\(text) in \(name)")
          #expect(expression.next(after: previous, in: zone) == forward[0], "\(text) in \(name)")
        }
      }
    }
  }

  @Test("a job for one time of day runs once a day, in every zone, through every clock change")
  func oncePerDay() throws {
    let expression = try CronExpression("0 30 2 * * *")
    for name in Self.zones where name != "Pacific/Apia" {
      let zone = try hostZone(name)
      let begin = try zone.instants(of: localTime("2000-01-01T00:00:00")).first
      let end = try zone.instants(of: localTime("2040-01-01T00:00:00")).first
      #expect(walk(expression, from: begin, to: end, in: zone).count == 14_610, "\(name)")
    }
  }

  @Test("the search ends at the edges of the calendar, and fractions of a second are dropped")
  func edges() throws {
    let daily = try CronExpression("0 0 0 * * *")
    let berlin = try hostZone("Europe/Berlin")
    for zone in [ZoneRules.utc, berlin] {
      for extreme in [Int64.min, .max] {
        let instant = Instant(microseconds: extreme)
        let next = daily.next(after: instant, in: zone)
        #expect(
          next
            == (extreme < 0 ? zone.instants(of: try localTime("1970-01-01T00:00:00")).first : nil))
        let previous = daily.previous(atOrBefore: instant, in: zone)
        #expect(
          previous
            == (extreme < 0 ? nil : zone.instants(of: try localTime("9999-12-31T00:00:00")).first))
      }
    }
    let midnight = Instant(seconds: 86_400)
    #expect(daily.previous(atOrBefore: midnight, in: .utc) == midnight)
    #expect(daily.next(after: midnight, in: .utc) == Instant(seconds: 172_800))
    #expect(daily.next(after: midnight.advanced(byMicroseconds: -1), in: .utc) == midnight)
    #expect(
      daily.previous(atOrBefore: midnight.advanced(byMicroseconds: -1), in: .utc)
        == Instant(seconds: 0))
  }

  @Test("a rare date is found across a century without a leap day, in a zone with summer time")
  func rareDates() throws {
    let zone = try hostZone("America/New_York")
    let leap = try CronExpression("0 0 12 29 2 *")
    let from = try zone.instants(of: localTime("2096-03-01T00:00:00")).first
    let next = try #require(leap.next(after: from, in: zone))
    #expect(zone.text(of: next) == "2104-02-29T12:00:00-05:00")
    #expect(
      zone.text(
        of: try #require(
          leap.previous(
            atOrBefore: next.advanced(byMicroseconds: -1), in: zone)))
        == "2096-02-29T12:00:00-05:00")
    let summer = try CronExpression("0 0 12 4 7 *")
    let late = try #require(
      summer.next(after: zone.instants(of: localTime("9000-01-01T00:00:00")).first, in: zone))
    #expect(zone.text(of: late) == "9000-07-04T12:00:00-04:00")
  }

  private func walk(
    _ expression: CronExpression, from begin: Instant, to end: Instant, in zone: ZoneRules
  ) -> [Instant] {
    var found: [Instant] = []
    var instant = begin.advanced(byMicroseconds: -1)
    while let next = expression.next(after: instant, in: zone), next < end, next > instant {
      found.append(next)
      instant = next
    }
    return found
  }

  private func walkBack(
    _ expression: CronExpression, from end: Instant, to begin: Instant, in zone: ZoneRules
  ) -> [Instant] {
    var found: [Instant] = []
    var instant = end
    while let previous = expression.previous(
      atOrBefore: instant.advanced(byMicroseconds: -1), in: zone), previous >= begin,
      previous < instant
    {
      found.append(previous)
      instant = previous
    }
    return found
  }

  /// The first seconds of new offsets, found by looking at every hour and then closer.
  private func clockChanges(of zone: ZoneRules, fromYear: Int, toYear: Int) -> [Int64] {
    let begin = Int64(fromYear - 1970) * 31_557_600 / 3_600 * 3_600
    let end = Int64(toYear - 1970) * 31_557_600
    var changes: [Int64] = []
    for hour in stride(from: begin, to: end, by: 3_600)
    where zone.offset(at: Instant(seconds: hour)) != zone.offset(at: Instant(seconds: hour + 3_600))
    {
      changes += stride(from: hour + 60, through: hour + 3_600, by: 60).filter {
        zone.offset(at: Instant(seconds: $0)) != zone.offset(at: Instant(seconds: $0 - 60))
      }
    }
    return changes.isEmpty ? [1_700_000_000 / 60 * 60] : changes
  }
}

extension CronExpression {
  /// The expression that a text spells, or nil if it is refused.
  fileprivate init?(reading text: String) {
    do { try self.init(text) } catch { return nil }
  }
}
