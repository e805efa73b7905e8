import Foundation
import SQLite
import TestSupport
import Testing

@Suite(.enabled(if: System.isAskedFor, System.how), .daemonLog) struct FileScheduleTests {
  @Test("a file's job without TimeZone= stays in the zone it was made in, and so do its bounds")
  func keptZone() throws {
    try DaemonFixture.with("zone") { fixture in
      fixture.environment = ["TZ": "Europe/Berlin"]
      let rule = "[Schedule]\nStart=0 0 2 * * *\nNotAfter=2036-12-31\n"
      try fixture.makePair(rule)
      try fixture.start()
      #expect(fixture.stop() == 0)
      let look = "SELECT time_zone || ' ' || not_after_us || ' ' || modified_us FROM job"
      let made = try fixture.text(look)
      #expect(made?.hasPrefix("Europe/Berlin ") == true)
      fixture.environment = ["TZ": "Asia/Tokyo"]
      try fixture.start()
      #expect(fixture.stop() == 0)
      #expect(try fixture.text(look) == made)
      // A zone that is named counts; a new job takes the server's.
      try fixture.makePair(rule + "TimeZone=Asia/Tokyo\n")
      try fixture.writeJob("other", from: "src", to: "dst", rule)
      try fixture.start()
      #expect(fixture.stop() == 0)
      #expect(
        try fixture.text("SELECT group_concat(time_zone) FROM job") == "Asia/Tokyo,Asia/Tokyo")
    }
  }

  @Test("a start logs what is odd in the files, and that a longer least interval binds new rules")
  func toldAtStart() throws {
    try DaemonFixture.with("told") { fixture in
      try fixture.makePair("[Schedule]\nStart=0 */7 * * * *\n")
      try fixture.start()
      #expect(fixture.stop() == 0)
      let first = try String(contentsOfFile: fixture.log, encoding: .utf8)
      #expect(first.contains("job.job:7:7: the start rule: the step of the minute field"))
      #expect(!first.contains("MinScheduleInterval="))
      try Texts.write(
        "[Schedule]\nMinScheduleInterval=2m\n", to: "\(fixture.etc)/ferryd.conf")
      try fixture.start()
      #expect(fixture.stop() == 0)
      let second = try String(contentsOfFile: fixture.log, encoding: .utf8)
      #expect(second.contains("MinScheduleInterval= was 1s and is 2m now"))
    }
  }
}
