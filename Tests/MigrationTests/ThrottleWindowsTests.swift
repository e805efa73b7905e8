import Calendar
import Foundation
import Migration
import Testing

@Suite struct ThrottleWindowsTests {
  private let plain = Throttle(bitsPerSecond: 1, objectsPerSecond: 2)

  @Test("a window holds from its first minute to its end, and leaves alone what it does not name")
  func level() throws {
    let windows = try made([
      (480, 1_080, 10, nil), (1_080, 1_440, nil, 5), (1_440 - 1_440, 60, 7, 8),
    ])
    for (time, bits, objects) in [
      ("00:00:00", 7, 8), ("00:59:59", 7, 8), ("01:00:00", 1, 2), ("07:59:59", 1, 2),
      ("08:00:00", 10, 2), ("17:59:59", 10, 2), ("18:00:00", 1, 5), ("23:59:59", 1, 5),
    ] as [(String, Int64, Int64)] {
      let at = try instant("2026-03-02T\(time)Z")
      let limits = windows.limits(at: at, in: .utc, plain: plain)
      #expect(limits == Throttle(bitsPerSecond: bits, objectsPerSecond: objects), "\(time)")
    }
  }

  @Test("a window over midnight is one, and clashes with what lies in either part")
  func overMidnight() throws {
    let windows = try made([(1_320, 360, 9, nil)])
    for (time, bits) in [("21:59:59", 1), ("22:00:00", 9), ("03:00:00", 9), ("06:00:00", 1)]
      as [(String, Int64)]
    {
      let at = try instant("2026-03-02T\(time)Z")
      #expect(windows.limits(at: at, in: .utc, plain: plain).bitsPerSecond == bits, "\(time)")
    }
    let night = try window(1_320, 360, 9, nil)
    for (other, isFree) in [
      (try window(360, 1_320, 1, nil), true), (try window(0, 1, 1, nil), false),
      (try window(1_319, 1_321, 1, nil), false), (try window(1_200, 120, 1, nil), false),
      (try window(600, 601, 1, nil), true),
    ] {
      #expect((ThrottleWindows([night, other]) != nil) == isFree, "\(other)")
      #expect((ThrottleWindows([other, night]) != nil) == isFree, "\(other)")
    }
  }

  @Test("what is no window is none, and there are five at most")
  func refused() throws {
    #expect(ThrottleWindow(start: 5, end: 5, bitsPerSecond: 1, objectsPerSecond: nil) == nil)
    #expect(ThrottleWindow(start: 1_440, end: 5, bitsPerSecond: 1, objectsPerSecond: nil) == nil)
    #expect(ThrottleWindow(start: 0, end: 1_441, bitsPerSecond: 1, objectsPerSecond: nil) == nil)
    #expect(ThrottleWindow(start: 0, end: 5, bitsPerSecond: nil, objectsPerSecond: nil) == nil)
    #expect(ThrottleWindow(start: 0, end: 5, bitsPerSecond: -1, objectsPerSecond: nil) == nil)
    #expect(try window(600, 0, 1, nil) == window(600, 1_440, 1, nil))
    let six = try (0..<6).map { try window($0, $0 + 1, 1, nil) }
    #expect(ThrottleWindows(six) == nil)
    #expect(ThrottleWindows(Array(six.dropLast())) != nil)
  }

  @Test("the next change is the next edge at which other limits hold")
  func nextChange() throws {
    let windows = try made([(480, 1_080, 10, nil), (1_080, 1_200, 10, nil)])
    for (from, to) in [
      ("2026-03-02T00:00:00Z", "2026-03-02T08:00:00Z"),
      ("2026-03-02T07:59:59Z", "2026-03-02T08:00:00Z"),
      // At 18:00 the same limits go on.
      ("2026-03-02T08:00:00Z", "2026-03-02T20:00:00Z"),
      ("2026-03-02T20:00:00Z", "2026-03-03T08:00:00Z"),
    ] {
      let next = windows.nextChange(after: try instant(from), in: .utc, plain: plain)
      #expect(try next == instant(to), "\(from)")
    }
    let fraction = try instant("2026-03-02T07:59:59Z").advanced(byMicroseconds: 999_999)
    let next = windows.nextChange(after: fraction, in: .utc, plain: plain)
    #expect(try next == instant("2026-03-02T08:00:00Z"))
    // Nothing ever changes.
    let same = try made([(480, 1_080, 1, 2)])
    #expect(same.nextChange(after: fraction, in: .utc, plain: plain) == nil)
    #expect(ThrottleWindows.none.nextChange(after: fraction, in: .utc, plain: plain) == nil)
    let always = try made([(0, 1_440, 9, 9)])
    #expect(always.nextChange(after: fraction, in: .utc, plain: plain) == nil)
  }

  @Test("a clock change moves, cuts and repeats windows as the wall shows them")
  func clockChanges() throws {
    let berlin = try zone("Europe/Berlin")
    // 02:00 is followed by 03:00 on 29 March, 02:59:59 by 02:00 on 25 October.
    let table: [(windows: [(Int, Int, Int64?, Int64?)], from: String, edges: [String])] = [
      ([(480, 600, 9, nil)], "2026-03-28T09:00:00Z", ["2026-03-29T06:00:00Z"]),
      // In the gap it does not come; its next day it does.
      (
        [(130, 170, 9, nil)], "2026-03-28T12:00:00Z",
        ["2026-03-30T00:10:00Z", "2026-03-30T00:50:00Z"]
      ),
      // It begins with the jump.
      (
        [(150, 240, 9, nil)], "2026-03-28T12:00:00Z",
        ["2026-03-29T01:00:00Z", "2026-03-29T02:00:00Z"]
      ),
      // Twice, for the wall shows half past two twice.
      (
        [(150, 180, 9, nil)], "2026-10-24T12:00:00Z",
        [
          "2026-10-25T00:30:00Z", "2026-10-25T01:00:00Z", "2026-10-25T01:30:00Z",
          "2026-10-25T02:00:00Z", "2026-10-26T01:30:00Z",
        ]
      ),
    ]
    for entry in table {
      let windows = try made(entry.windows)
      var at = try instant(entry.from)
      for edge in entry.edges {
        at = try #require(windows.nextChange(after: at, in: berlin, plain: plain))
        #expect(try at == instant(edge), "\(entry.windows)")
      }
    }
  }

  @Test("whatever the zone and the windows, nothing changes between two changes")
  func everyMinute() throws {
    for name in ["Europe/Berlin", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca"] {
      let zone = try zone(name)
      let windows = try made([(100, 135, 5, nil), (135, 150, 6, nil), (1_400, 20, 7, nil)])
      for day in ["2011-12-28T00:00:00Z", "2026-03-27T00:00:00Z", "2026-10-23T00:00:00Z"] {
        var at = try instant(day)
        let end = at.advanced(byMicroseconds: 4 * ScheduleRule.day)
        var limits = windows.limits(at: at, in: zone, plain: plain)
        var change = windows.nextChange(after: at, in: zone, plain: plain)
        while at < end {
          at = at.advanced(byMicroseconds: 60_000_000)
          if let next = change, next <= at {
            #expect(next == at)
            #expect(windows.limits(at: at, in: zone, plain: plain) != limits)
            limits = windows.limits(at: at, in: zone, plain: plain)
            change = windows.nextChange(after: at, in: zone, plain: plain)
          }
          #expect(windows.limits(at: at, in: zone, plain: plain) == limits, "\(name) \(at)")
        }
      }
    }
  }
}

private func window(
  _ start: Int, _ end: Int, _ bits: Int64?, _ objects: Int64?
) throws -> ThrottleWindow {
  try #require(
    ThrottleWindow(start: start, end: end, bitsPerSecond: bits, objectsPerSecond: objects))
}

private func made(_ windows: [(Int, Int, Int64?, Int64?)]) throws -> ThrottleWindows {
  try #require(ThrottleWindows(try windows.map { try window($0.0, $0.1, $0.2, $0.3) }))
}

private func instant(_ text: String) throws -> Instant {
  let date = try Date(text, strategy: .iso8601)
  return Instant(seconds: Int64(date.timeIntervalSince1970))
}

private func zone(_ name: String) throws -> ZoneRules {
  let bytes = try #require(FileManager.default.contents(atPath: "/usr/share/zoneinfo/" + name))
  return try ZoneRules(name: name, tzif: [UInt8](bytes))
}
