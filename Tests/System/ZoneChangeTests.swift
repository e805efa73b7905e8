import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: System.isAskedFor, System.how), .daemonLog) struct ZoneChangeTests {
  @Test("new data of a zone move the next start, in a running daemon and across a restart")
  func replaced() throws {
    try DaemonFixture.with("zones") { fixture in
      let zones = try fixture.makeFolder("zoneinfo")
      _ = try fixture.makeFolder("zoneinfo/Europe")
      let files = FileManager.default
      /// As dpkg does: a new file, renamed over the old one.
      func install(_ other: String, as name: String = "Europe/Berlin") throws {
        let path = zones + "/" + name
        try files.copyItem(atPath: "/usr/share/zoneinfo/" + other, toPath: path + ".dpkg-new")
        try #require(rename(path + ".dpkg-new", path) == 0)
      }
      try install("Europe/Berlin")
      fixture.environment["TZDIR"] = zones
      try fixture.makePair("[Schedule]\nStart=0 0 9 * * *\nTimeZone=Europe/Berlin")
      try fixture.start()
      func hour() throws -> Int {
        let next = try fixture.number("SELECT at_us FROM due WHERE kind = 'start'") ?? 0
        return Int(next / 3_600_000_000 % 24)
      }
      func told() throws -> String {
        try fixture.ferry("get-job", "job", "--json").out
      }
      let before = try (hour(), told())
      #expect([7, 8].contains(before.0))
      // Tokyo has no summer time: nine there is midnight, always.
      try install("Asia/Tokyo")
      #expect(try eventually(15) { try hour() == 0 })
      #expect(try told() != before.1)
      let log = try Texts.read(fixture.log)
      #expect(
        log.contains("time zone Europe/Berlin: its rules have changed; 1 jobs"), "\(log)")

      // The whole folder is replaced; then the zone's file alone, which is in a new folder now.
      try #require(rename(zones, zones + "-old") == 0)
      _ = try fixture.makeFolder("zoneinfo/Europe")
      try install("Asia/Kolkata")
      #expect(try eventually(15) { try hour() == 3 })
      try install("Asia/Tokyo")
      #expect(try eventually(15) { try hour() == 0 })

      // A file that is damaged changes nothing.
      try Texts.write("TZif", to: zones + "/Europe/Berlin")
      #expect(
        try eventually(15) { try Texts.read(fixture.log).contains("go by the rules that were") })
      #expect(try hour() == 0)
      try install("Asia/Tokyo")

      #expect(fixture.stop() == 0)
      try install("Asia/Kolkata")
      try fixture.start()
      #expect(try eventually(15) { try hour() == 3 })
      #expect(fixture.stop() == 0)
      let changes = try Texts.read(fixture.log).split(separator: "\n")
        .filter { $0.contains("its rules have changed") }
      #expect(changes.count == 4, "\(changes)")
    }
  }
}
