import Calendar
import Migration
import Testing

@Suite struct ObjectFilterTests {
  private func range(_ start: Int64, _ end: Int64) throws -> TimeRange {
    try #require(TimeRange(Instant(seconds: start), Instant(seconds: end)))
  }

  @Test("both ends of a stretch belong to it, to the end of the second; what is excluded stays out")
  func times() throws {
    var filter = ObjectFilter()
    #expect(filter.passes(modified: .min) && filter.passes(modified: .max))
    filter.includeModified = [try range(10, 20), try range(-5, -5)]
    filter.excludeModified = [try range(15, 15)]
    let cases: [(Int64, Bool)] = [
      (9_999_999_999, false), (10_000_000_000, true), (14_999_999_999, true),
      (15_000_000_000, false), (15_999_999_999, false), (16_000_000_000, true),
      (20_999_999_999, true), (21_000_000_000, false), (0, false),
      (-5_000_000_000, true), (-4_000_000_001, true), (-4_000_000_000, false),
      (-5_000_000_001, false),
    ]
    for (modified, passes) in cases {
      #expect(filter.passes(modified: modified) == passes, "\(modified)")
    }
  }

  @Test("a stretch cannot end before it begins")
  func order() {
    #expect(TimeRange(Instant(seconds: 2), Instant(seconds: 1)) == nil)
    #expect(TimeRange(.distantPast, .distantFuture) != nil)
  }
}
