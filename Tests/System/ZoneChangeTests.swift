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
      #expect(log.contains("time zone Europe/Berlin has new data"), "\(log)")

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
        .filter { $0.contains("has new data") }
      #expect(changes.count == 4, "\(changes)")
    }
  }

  @Test(
    "where the kernel allows no watches, new data are seen at the next event in their zone",
    .enabled(if: Unwatched.isPossible, "user namespaces are not to be had here"))
  func unwatched() throws {
    try DaemonFixture.with("unwatched") { fixture in
      let zones = try fixture.makeFolder("zoneinfo")
      let path = zones + "/Berlin"
      let files = FileManager.default
      try files.copyItem(atPath: "/usr/share/zoneinfo/Europe/Berlin", toPath: path)
      fixture.environment["TZDIR"] = zones
      fixture.prefix = Unwatched.prefix
      try fixture.makePair("[Schedule]\nStart=0 0 9 * * *\nTimeZone=Berlin")
      try fixture.writeAddress("other", try fixture.makeFolder("other"))
      try fixture.writeJob(
        "often", from: "src", to: "other", "[Schedule]\nStart=* * * * * *\nTimeZone=Berlin")
      try fixture.start()
      #expect(try Texts.read(fixture.log).contains("the kernel does not tell of changes"))
      try files.copyItem(atPath: "/usr/share/zoneinfo/Asia/Tokyo", toPath: path + ".new")
      try #require(rename(path + ".new", path) == 0)
      let query = "SELECT at_us FROM due JOIN job ON job = id WHERE name = 'job' AND kind = 'start'"
      let isMoved = try eventually(15) {
        try (fixture.number(query) ?? 1) / 3_600_000_000 % 24 == 0
      }
      #expect(isMoved)
      #expect(fixture.stop() == 0)
    }
  }

  private enum Unwatched {
    /// A namespace in which nobody may have an inotify instance.
    static let prefix = [
      "/usr/bin/unshare", "--user", "--map-root-user", "/bin/sh", "-c",
      "echo 0 > /proc/sys/user/max_inotify_instances && exec \"$@\"", "sh",
    ]

    static let isPossible: Bool = {
      var isPossible = false
      try? DaemonFixture.with("unshare") { fixture in
        isPossible = try fixture.run(prefix + ["/bin/true"]).status == 0
      }
      return isPossible
    }()
  }
}
