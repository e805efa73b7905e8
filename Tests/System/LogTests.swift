import Foundation
import SQLite
import TestSupport
import Testing

/// What the daemon's log says, and what it does not.
@Suite(.enabled(if: System.isAskedFor, System.how), .daemonLog) struct LogTests {
  @Test("objects are logged as LogMode= wants, and a restart or reload changes it")
  func modes() throws {
    try DaemonFixture.with("logmode") { fixture in
      try fixture.makePair("LogMode=detail\n[Retry]\nAuto=no\n")
      let source = fixture.folder + "/source"
      for key in [Array("good".utf8), [0x62, 0xFF]] as [[UInt8]] {
        try Tree.write(source, key, Array("1".utf8))
      }
      #expect(mkfifo(source + "/pipe", 0o600) == 0)
      try fixture.start()
      let failed = "notice job job: failed pipe: SpecialFile: "
      _ = try fixture.ferry("start-job", "job", "--wait")
      try fixture.makePair("LogMode=basic\n[Retry]\nAuto=no\n")
      #expect(try fixture.ferry("reload").status == 0)
      _ = try fixture.ferry("start-job", "job", "--wait")
      try fixture.makePair("[Retry]\nAuto=no\n")
      #expect(try fixture.ferry("reload").status == 0)
      _ = try fixture.ferry("start-job", "job", "--wait")
      #expect(fixture.stop() == 0)
      let lines = try lines(of: fixture)
      #expect(lines.count { $0.hasPrefix(failed) } == 2, "\(lines)")
      // The text form of a line escapes the backslash of the key once more.
      for key in ["good", "b\\\\xff"] {
        #expect(lines.count { $0 == "info job job: copied \(key)" } == 1, "\(lines)")
      }
      #expect(!lines.contains { $0.contains(": unchanged ") })
      // That it fails again is no news; that the runs have ended is told each time.
      #expect(lines.count { $0.hasPrefix("warning job job: run 1 ended") } == 1)
      #expect(lines.count { $0.hasPrefix("notice job job: run ") && $0.contains(" ended") } == 2)
      #expect(lines.contains { $0.hasPrefix("warning 2 more times since ") })
    }
  }

  @Test("more objects than the journal takes are counted, and all are moved")
  func burst() throws {
    try DaemonFixture.with("burst") { fixture in
      try fixture.makePair("LogMode=detail\n")
      for number in 0..<3_000 {
        try Tree.write(fixture.folder + "/source", Array("f\(number)".utf8), [1])
      }
      try fixture.start()
      #expect(try fixture.ferry("start-job", "job", "--wait").status == 0)
      #expect(fixture.stop() == 0)
      let lines = try lines(of: fixture)
      let copied = lines.count { $0.contains(": copied f") }
      let counted = lines.compactMap { line in
        line.split(separator: " ").count > 4 && line.contains(" more object")
          ? Int(line.split(separator: " ")[3]) : nil
      }
      #expect(copied >= 1_000 && copied + counted.reduce(0, +) == 3_000, "\(copied) \(counted)")
    }
  }

  @Test("a state whose zones cannot be read refuses a reload and a start, not the files")
  func keptZones() throws {
    try DaemonFixture.with("zones") { fixture in
      try fixture.makePair("[Schedule]\nStart=0 0 2 * * *\n")
      try fixture.start()
      let database = try Database(fixture.database)
      try database.execute("ALTER TABLE job RENAME COLUMN time_zone TO hidden")
      let reload = try fixture.ferry("reload")
      #expect(reload.status == 1 && reload.err.contains("the state could not be read"), "\(reload)")
      _ = fixture.stop()
      let start = try fixture.startInVain()
      #expect(
        start.status == 69 && start.err.contains("zones of jobs could not be read"), "\(start)")
      try database.execute("ALTER TABLE job RENAME COLUMN hidden TO time_zone")
      try fixture.start()
      #expect(try fixture.ferry("reload").status == 0)
    }
  }
}

/// The daemon's lines without their times.
private func lines(of fixture: DaemonFixture) throws -> [String] {
  try String(contentsOfFile: fixture.log, encoding: .utf8).split(separator: "\n").map { line in
    line.split(separator: " ", maxSplits: 1).last.map(String.init) ?? ""
  }
}
