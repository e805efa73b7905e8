import Testing

@testable import Transfer

@Suite struct TimeStepTests {
  @Test("a step is known from one time that was set and how it was kept")
  func detection() {
    let set: Int64 = 1_600_000_001_123_456_789
    let table: [(kept: Int64, step: Int64)] = [
      (1_600_000_001_123_456_789, 1), (1_600_000_001_123_456_700, 100),
      (1_600_000_001_123_456_000, 1_000), (1_600_000_001_123_000_000, 1_000_000),
      (1_600_000_001_000_000_000, 1_000_000_000), (1_600_000_000_000_000_000, 2_000_000_000),
      (7, 1),
    ]
    for (kept, step) in table {
      #expect(TimeStep(set: set, kept: kept).nanoseconds == step)
    }
  }

  @Test("times are cut downward, before 1970 too")
  func cutting() {
    let step = TimeStep(set: 1_123_456_789, kept: 1_000_000_000)
    #expect(step.kept(1_999_999_999) == 1_000_000_000)
    #expect(step.kept(-1) == -1_000_000_000)
    #expect(step.kept(-1_000_000_000) == -1_000_000_000)
    #expect(TimeStep.exact.kept(-1) == -1)
    _ = step.kept(.min)
  }
}
