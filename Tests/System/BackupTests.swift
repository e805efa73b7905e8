import Foundation
import SQLite
import TestSupport
import Testing

@Suite(.enabled(if: System.isAskedFor, System.how), .daemonLog) struct BackupTests {
  @Test(
    "a backup made under load restores: jobs, history, failures, retries, and no run of the past")
  func backupAndRestore() throws {
    try DaemonFixture.with("backup") { fixture in
      try prepare(fixture)
      let file = fixture.folder + "/saved.backup"
      let said = try fixture.ferry("backup", file)
      #expect(said.status == 0 && said.out.contains("found whole"), "\(said)")
      #expect(said.out.contains("secret.key"), "\(said)")
      #expect(try mode(of: file) == 0o600)
      let again = try fixture.ferry("backup", file)
      #expect(again.status == 1 && again.err.contains("--force"), "\(again)")
      let forced = try fixture.ferry("backup", file, "--force", "--json")
      #expect(forced.status == 0 && forced.data["FailedObjects"].number == 2, "\(forced)")
      #expect(
        try fixture.run(["/bin/sh", "-c", "ls -a \(fixture.folder)"]).out.contains(".saved")
          == false)
      let jobs = try fixture.ferry("list-job", "--json").data.array.map { $0["Name"].text }
      #expect(fixture.stop(within: 30) == 0)
      // So that the schedule names slots between the backup and the restore.
      let saved = Date()
      _ = eventually(10) { Date().timeIntervalSince(saved) > 2 }

      fixture.state = fixture.folder + "/other"
      let restored = try restore(fixture, file)
      #expect(restored.status == 0 && restored.err.contains("1 lists"), "\(restored)")
      #expect(restored.err.contains("interrupted: "), "\(restored)")
      #expect(try mode(of: fixture.database) == 0o600)
      try fixture.start()
      #expect(try fixture.ferry("list-job", "--json").data.array.map { $0["Name"].text } == jobs)
      try expectRetry(fixture)
      // The run that went on has no ledger any more; its job has a new run.
      #expect(try fixture.status("busy") == "INTERRUPTED")
      let why = try fixture.newest("busy")["Message"].text
      #expect(why.contains("restored from a backup of 20"), "\(why)")
      try fixture.done("update-qos", "busy", "--max-bandwidth=0", "--max-qps=0")
      try fixture.done("start-job", "busy")
      #expect(try fixture.wait(for: "FINISHED", of: "busy"))
      try expectNoPast(fixture)
      #expect(fixture.stop() == 0)
    }
  }

  /// Two jobs with failures, one that goes on, one with a schedule that has fired.
  private func prepare(_ fixture: DaemonFixture) throws {
    try fixture.makePair(job: "job", "[Retry]\nAuto=no\n")
    for name in ["good", "bad-1", "bad-2"] {
      try Tree.write(fixture.folder + "/source", Array(name.utf8), Array("object".utf8))
    }
    for name in ["bad-1", "bad-2"] {
      try Tree.write(fixture.folder + "/destination", Array("\(name)/x".utf8), [1])
    }
    try fixture.writeAddress("many", try fixture.makeFolder("many"))
    for number in 0..<400 {
      try Tree.write(fixture.folder + "/many", Array("f\(number)".utf8), Array("object".utf8))
    }
    try fixture.writeAddress("busy-to", try fixture.makeFolder("busy-to"))
    try fixture.writeAddress("slots-to", try fixture.makeFolder("slots-to"))
    try fixture.writeJob("busy", from: "many", to: "busy-to", "[Throttle]\nMaxQPS=5\n")
    try fixture.writeJob(
      "slots", from: "src", to: "slots-to", "[Schedule]\nStart=* * * * * *\nCatchUp=once\n")
    try fixture.start()
    #expect(try fixture.ferry("start-job", "job", "--wait").status == 2)
    try fixture.done("start-job", "busy")
    #expect(try fixture.wait(for: "DOING", of: "busy"))
    let hasRun = try eventually(10) {
      try fixture.ferry("list-job-history", "slots", "--json").data["JobHistory"].array.count > 0
    }
    #expect(hasRun)
  }

  private func expectRetry(_ fixture: DaemonFixture) throws {
    let failed = try fixture.ferry("failed", "job", "--json").data.array
    #expect(failed.map { $0["EncodedKey"].text } == ["bad-1", "bad-2"])
    #expect(try fixture.newest("job")["FailedCount"].number == 2)
    for name in ["bad-1", "bad-2"] {
      try FileManager.default.removeItem(atPath: fixture.folder + "/destination/" + name)
    }
    let retried = try fixture.ferry("retry-job", "job", "--wait")
    #expect(retried.status == 0, "\(retried)")
    #expect(try fixture.diff() == "")
    let after = try fixture.ferry("failed", "job", "--json").data.array
    #expect(after.isEmpty)
  }

  /// Starts between the backup and the restore are recorded as missed, and none was made up for.
  private func expectNoPast(_ fixture: DaemonFixture) throws {
    let missed = try fixture.number(
      """
      SELECT sum(count) FROM slot JOIN job ON job.id = slot.job
      WHERE name = 'slots' AND outcome = 'skipped' AND slot.reason = 'missed'
      """)
    #expect((missed ?? 0) > 0)
    #expect(
      try fixture.number(
        """
        SELECT count(*) FROM run JOIN job ON job.id = run.job
        WHERE name = 'slots' AND trigger = 'catchup'
        """) == 0)
  }

  @Test(
    "a restore refuses a truncated, foreign, newer or damaged backup, and leaves the state alone")
  func refused() throws {
    try DaemonFixture.with("bad-backup") { fixture in
      try fixture.makePair()
      try fixture.start()
      let file = fixture.folder + "/good.backup"
      try fixture.done("backup", file)
      let locked = try restore(fixture, file)
      #expect(locked.status == 75 && locked.err.contains("stop it first"), "\(locked)")
      #expect(fixture.stop() == 0)
      let before = try Data(contentsOf: URL(fileURLWithPath: fixture.database))
      let good = try Data(contentsOf: URL(fileURLWithPath: file))
      let bad = fixture.folder + "/bad.backup"
      func expectRefused(_ status: Int32, _ what: String, _ word: String) throws {
        let said = try restore(fixture, bad)
        #expect(said.status == status && said.err.contains(word), "\(what): \(said)")
        #expect(try Data(contentsOf: URL(fileURLWithPath: fixture.database)) == before)
        #expect(access(fixture.state + "/restore.unfinished", F_OK) != 0)
      }
      try expectRefused(66, "absent", "there is no file")
      try good.prefix(good.count / 2).write(to: URL(fileURLWithPath: bad))
      try expectRefused(65, "truncated", "damaged")
      try before.write(to: URL(fileURLWithPath: bad))
      try expectRefused(65, "ferryd's own database", "no backup")
      try Data("something else".utf8).write(to: URL(fileURLWithPath: bad))
      try expectRefused(65, "text", "no backup")
      for (what, sql) in [
        ("newer form", "PRAGMA user_version=2"),
        ("newer schema", "UPDATE backup SET schema = 99"),
      ] {
        try good.write(to: URL(fileURLWithPath: bad))
        do { try Database(bad).execute(sql) }
        try expectRefused(65, what, what == "newer form" ? "newer version" : "not whole")
      }
      try expectFlipsFound(fixture, good, bad)
    }
  }

  /// A bit that was flipped where something is kept is found.
  private func expectFlipsFound(
    _ fixture: DaemonFixture, _ good: Data, _ bad: String
  ) throws {
    let values = ["src", "dst", "always", "IMPORT_JOB_BEGIN"].compactMap { word in
      good.range(of: Data(word.utf8))?.lowerBound
    }
    #expect(values.count >= 3)
    for offset in values {
      var flipped = good
      flipped[offset] ^= 1
      try flipped.write(to: URL(fileURLWithPath: bad))
      let said = try restore(fixture, bad)
      #expect(said.status == 65 && said.err.contains("damaged"), "offset \(offset): \(said)")
    }
  }

  @Test("kill -9 while a state is restored leaves the old one or the new one, never a mixture")
  func killed() throws {
    try DaemonFixture.with("killed-restore") { fixture in
      try fixture.makePair(job: "old-job")
      try fixture.start()
      let file = fixture.folder + "/saved.backup"
      for number in 0..<40 {
        try fixture.done(
          "create-address", "address-\(number)", "--address-type=local",
          "--prefix=\(fixture.folder)/some/where/\(number)/")
      }
      try fixture.done("backup", file)
      // From here on the state is another one than the backup's.
      try fixture.done("create-address", "later", "--address-type=local", "--prefix=/srv/later/")
      #expect(fixture.stop() == 0)
      var ends: [String: Int] = [:]
      var random = SeededRandom(seed: 5)
      for round in 0..<24 {
        let child = try fixture.launch(
          ["--restore", file], log: "\(fixture.folder)/out/killed-\(round)")
        usleep(UInt32.random(in: 2_000...120_000, using: &random))
        child.kill()
        try fixture.start()
        let isOld = try fixture.ferry("get-address", "later").status == 0
        ends[isOld ? "old" : "new", default: 0] += 1
        #expect(try fixture.ferry("get-address", "address-39").status == 0, "round \(round)")
        #expect(try fixture.ferry("get-job", "old-job").status == 0, "round \(round)")
        let left = try FileManager.default.contentsOfDirectory(atPath: fixture.state)
        #expect(!left.contains("restored"), "round \(round): \(left)")
        if !isOld {
          try fixture.done(
            "create-address", "later", "--address-type=local", "--prefix=/srv/later/")
        }
        #expect(fixture.stop() == 0)
      }
      print("restore: 24 kills, \(ends)")
      let asides = try FileManager.default.contentsOfDirectory(atPath: fixture.state)
        .filter { $0.hasPrefix("ferry.db.before-restore-") }
      #expect(
        asides.filter { !$0.hasSuffix("-wal") && !$0.hasSuffix("-shm") }.count
          == ends["new", default: 0])
    }
  }

  @Test("a backup on standard output is the same file, and the state that it replaces is kept")
  func output() throws {
    try DaemonFixture.with("backup-output") { fixture in
      try fixture.makePair()
      try fixture.start()
      let said = try fixture.run([
        "/bin/sh", "-c", "\(fixture.binaries)/ferry backup - > \(fixture.folder)/piped",
      ])
      #expect(said.status == 0 && said.err.contains("secret.key"), "\(said)")
      #expect(fixture.stop() == 0)
      let restored = try restore(fixture, fixture.folder + "/piped")
      #expect(restored.status == 0 && restored.err.contains("moved aside: "), "\(restored)")
      #expect(restored.err.contains("ferry.db.before-restore-"), "\(restored)")
      try fixture.start()
      #expect(try fixture.status() == "BEGIN")
    }
  }

  private func restore(_ fixture: DaemonFixture, _ file: String) throws -> DaemonFixture.Said {
    try fixture.startInVain(["--restore", file])
  }

  private func mode(of path: String) throws -> Int {
    let facts = try FileManager.default.attributesOfItem(atPath: path)
    return (facts[.posixPermissions] as? NSNumber)?.intValue ?? -1
  }
}
