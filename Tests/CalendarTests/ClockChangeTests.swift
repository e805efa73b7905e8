import Calendar
import Foundation
import TestSupport
import Testing

/// Every clock change that the zones of this machine know, against a model that steps over the wall.
@Suite struct ClockChangeTests {
  /// Seven kinds of schedule: what repeats, what does not, at night and all day.
  private static let kinds: [(text: String, model: StepModel)] = [
    ("0 30 2 * * *", StepModel(minutes: [30], hours: [2])),
    ("0 0,15 0-3 * * *", StepModel(minutes: [0, 15], hours: [0, 1, 2, 3], repeats: true)),
    ("0 */20 2 * * *", StepModel(minutes: [0, 20, 40], hours: [2], repeats: true)),
    ("0 5 * * * *", StepModel(minutes: [5], hours: Set(0...23), repeats: true)),
    (
      "0 10,50 */2 * * *",
      StepModel(minutes: [10, 50], hours: Set(stride(from: 0, to: 24, by: 2)))
    ),
    ("0 0,30 0,1,3,23 * * *", StepModel(minutes: [0, 30], hours: [0, 1, 3, 23])),
    ("0 59 23 * * SUN", StepModel(minutes: [59], hours: [23], weekday: 0)),
  ]

  @Test("all zones and all clock changes from 2000 to 2037 agree with stepping minute by minute")
  func everyChange() throws {
    let isWhole = ProcessInfo.processInfo.environment["FERRY_SOAK"] != nil
    var random = SeededRandom(seed: 2037)
    let expressions = try Self.kinds.map { try CronExpression($0.text) }
    var zones = 0
    var changes = 0
    for name in try zoneNames() {
      let zone = try hostZone(name)
      zones += 1
      // One year of each zone here, all of them where time is no matter.
      let year = Int.random(in: 2000...2037, using: &random)
      for change in offsetChanges(of: zone, years: isWhole ? 2000...2037 : year...year) {
        changes += 1
        let wall = Wall(from: change - 108_000, to: change + 93_600, in: zone)
        for (expression, kind) in zip(expressions, Self.kinds) {
          let begin = Instant(seconds: change - 93_600)
          let end = Instant(seconds: change + 93_600)
          let expected = kind.model.instants(from: begin.seconds, on: wall)
          var found: [Int64] = []
          var instant = begin.advanced(byMicroseconds: -1)
          while let next = expression.next(after: instant, in: zone), next < end, next > instant {
            found.append(next.seconds)
            instant = next
          }
          #expect(found == expected, "\(kind.text) in \(name) around \(change)")
          #expect(
            back(expression, from: end, to: begin, in: zone) == expected.reversed(),
            "\(kind.text) in \(name) around \(change), backwards")
        }
      }
    }
    #expect(zones > 300 && changes > (isWhole ? 9_000 : 200), "\(zones) zones, \(changes) changes")
  }

  private func back(
    _ expression: CronExpression, from end: Instant, to begin: Instant, in zone: ZoneRules
  ) -> [Int64] {
    var found: [Int64] = []
    var instant = end.advanced(byMicroseconds: -1)
    while let previous = expression.previous(atOrBefore: instant, in: zone), previous >= begin,
      previous <= instant
    {
      found.append(previous.seconds)
      instant = previous.advanced(byMicroseconds: -1)
    }
    return found
  }

  /// The names of the zones of this machine by tzdata's own list; links to them are left out.
  private func zoneNames() throws -> [String] {
    let list = try String(contentsOfFile: "/usr/share/zoneinfo/tzdata.zi", encoding: .utf8)
    return list.split(separator: "\n").filter { $0.hasPrefix("Z ") }.map {
      String($0.split(separator: " ")[1])
    }
  }
}

/// What a wall shows, minute by minute: all that the model knows of a zone.
private struct Wall {
  let begin: Int64
  /// What the wall is ahead of UTC in each minute.
  let offsets: [Int64]

  init(from begin: Int64, to end: Int64, in zone: ZoneRules) {
    self.begin = begin
    offsets = stride(from: begin, to: end, by: 60).map { Int64(offset($0, zone)) }
  }
}

/// A schedule of whole minutes by its definition, and its instants by trying every minute.
private struct StepModel {
  var minutes: Set<Int>
  var hours: Set<Int>
  var weekday: Int?
  var repeats = false

  /// The instants from a second on to the end of the wall, which begins hours before it: what the
  /// wall has shown there it need not show again.
  func instants(from begin: Int64, on wall: Wall) -> [Int64] {
    var found: [Int64] = []
    var shown: Int64 = .min
    var before = wall.offsets[0]
    var second = wall.begin
    for now in wall.offsets {
      let local = second + now
      var isDue = matches(local) && (repeats || local >= shown)
      if now > before, now - before <= 10_800, !(repeats && hours.contains(hour(local))) {
        // The wall jumps: what lies in between counts here, unless the wall has shown it before.
        for lost in stride(from: second + before, to: local, by: 60)
        where matches(lost) && (repeats || lost >= shown) {
          isDue = true
        }
      }
      if isDue, second >= begin { found.append(second) }
      shown = max(shown, local + 60)
      before = now
      second += 60
    }
    return found
  }

  private func hour(_ local: Int64) -> Int { Int(local / 3_600 % 24) }

  private func matches(_ local: Int64) -> Bool {
    minutes.contains(Int(local / 60 % 60)) && hours.contains(hour(local))
      && (weekday == nil || Int((local / 86_400 + 4) % 7) == weekday)
  }
}
