import Foundation
import SQLite
import TestSupport
import Testing

@Suite(.enabled(if: System.isAskedFor, System.how), .daemonLog) struct ScheduleTests {
  @Test("kill -9 under a schedule of every second: each slot one run at most, one outcome exactly")
  func everySecond() throws {
    let seed: UInt64 = 4_711
    try DaemonFixture.with("slots") { fixture in
      try fixture.makePair("[Schedule]\nStart=* * * * * *")
      try Tree.write(fixture.folder + "/source", Array("one".utf8), Array("object".utf8))
      var random = SeededRandom(seed: seed)
      var kills = 0
      try fixture.start()
      let end = ContinuousClock.now + .seconds(20)
      while ContinuousClock.now < end {
        usleep(UInt32.random(in: 100_000...1_300_000, using: &random))
        fixture.kill()
        kills += 1
        // Sometimes it stays down long enough to miss a slot or two.
        if kills % 5 == 0 { usleep(1_700_000) }
        try fixture.start()
      }
      #expect(fixture.stop() == 0)
      try expectOneOutcomeEach(fixture, "seed \(seed), \(kills) kills")
    }
  }

  private func expectOneOutcomeEach(_ fixture: DaemonFixture, _ what: Comment) throws {
    let rows = try fixture.rows(
      "SELECT first_us, last_us, count, outcome, run FROM slot ORDER BY first_us"
    ) { row in
      (
        first: row.integer(0) / 1_000_000, last: row.integer(1) / 1_000_000,
        count: row.integer(2), outcome: row.text(3), run: row.optionalInteger(4)
      )
    }
    let first = try #require(rows.first).first
    let last = try #require(rows.last).last
    var outcomes: [Int64: Int] = [:]
    for row in rows {
      // A folded row of a rule of every second covers each second between its ends.
      #expect(row.count == row.last - row.first + 1, what)
      for second in row.first...row.last { outcomes[second, default: 0] += 1 }
    }
    let wrong = (first...last).filter { outcomes[$0] != 1 }
    #expect(wrong == [], what)
    #expect(last - first >= 15, what)

    let slots = try fixture.column("SELECT slot_us FROM run ORDER BY slot_us")
    #expect(Set(slots).count == slots.count, what)
    let started = rows.filter { $0.outcome == "started" }
    #expect(started.compactMap(\.run).sorted() == (1...Int64(slots.count)).map { $0 }, what)
    #expect(try fixture.number("SELECT schedule_spent FROM job") == Int64(slots.count), what)
    // What was going on at the last stop is the only run that may be open.
    let open = try fixture.number("SELECT count(*) FROM run WHERE ended_us IS NULL")
    #expect((open ?? 9) <= 1, what)
    print(
      "schedule: \(last - first + 1) slots, \(slots.count) runs, "
        + "\(rows.count) outcome rows; \(what)")
  }
}
