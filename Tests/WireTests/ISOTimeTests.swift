import Calendar
import TestSupport
import Testing
import Wire

@Suite struct ISOTimeTests {
  @Test("instants are written in UTC with milliseconds")
  func text() {
    let cases: [(Int64, String)] = [
      (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
      (1_795_275_720_999_999, "2026-11-21T15:42:00.999Z"),
      (951_782_400_000_000, "2000-02-29T00:00:00.000Z"),
    ]
    for (microseconds, text) in cases {
      #expect(ISOTime.text(Instant(microseconds: microseconds)) == text)
    }
    #expect(ISOTime.text(nil).isEmpty)
    _ = ISOTime.text(Instant(microseconds: .min)) + ISOTime.text(Instant(microseconds: .max))
  }

  @Test("a wall's time carries its distance from UTC")
  func wall() {
    let instant = Instant(seconds: 1_795_275_720)
    #expect(ISOTime.text(instant, offset: 3600) == "2026-11-21T16:42:00+01:00")
    #expect(ISOTime.text(instant, offset: -12_600) == "2026-11-21T12:12:00-03:30")
    #expect(ISOTime.text(instant, offset: 0) == "2026-11-21T15:42:00+00:00")
  }

  @Test("what is written is read back")
  func roundTrip() {
    var random = SeededRandom(seed: 3)
    for _ in 0..<500 {
      let milliseconds = Int64.random(in: -1_000_000_000_000...9_000_000_000_000, using: &random)
      let instant = Instant(microseconds: milliseconds * 1000)
      #expect(ISOTime.instant(ISOTime.text(instant)) == instant)
    }
    #expect(ISOTime.instant("2026-11-21T15:42:00Z") == Instant(seconds: 1_795_275_720))
  }

  @Test("what is no time is none")
  func wrong() {
    for text in [
      "", "x", "2026-02-30T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01 00:00:00Z",
      "2026-01-01T00:00:00", "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00.1234567Z",
      "+026-01-01T00:00:00Z", "2026-01-01T00:00:00+Z",
    ] {
      #expect(ISOTime.instant(text) == nil, "\(text)")
    }
  }
}
