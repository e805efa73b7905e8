import Foundation
import TestSupport
import Testing

/// The whole life of a run with failures, as an operator sees it.
@Suite(.enabled(if: System.isAskedFor, System.how), .daemonLog) struct RetryTests {
  private static let policy = "[Retry]\nBackoff=1s..2s\nMaxDepth=2\n"

  @Test(
    "an ordinary user's failures are retried by themselves; the end says what still fails and why",
    .enabled(if: System.isRoot, System.needsRoot))
  func wholeLife() throws {
    try DaemonFixture.with("retry-life") { fixture in
      try fixture.becomeOrdinary()
      try fixture.makePair(Self.policy)
      try makeTree(fixture)
      let (source, destination) = (fixture.folder + "/source", fixture.folder + "/destination")
      try fixture.start()
      let said = try fixture.ferry("start-job", "job", "--wait")
      #expect(said.status == 2, "\(said)")
      #expect(try fixture.status() == "FINISHED")
      #expect(try fixture.newest()["FailedCount"].number == 9, "\(said)")
      #expect(
        try failing(fixture) == [
          "closed/ PermissionDenied", "full/ PermissionDenied", "full/one PermissionDenied",
          "full/two PermissionDenied", "gone IsADirectory", "secret PermissionDenied",
          "shut PermissionDenied", "way IsADirectory", "way2 IsADirectory",
        ])
      // Mended before the first retry comes: all but `shut`, `way2`, and what lies in `full/`.
      chmod(source + "/secret", 0o644)
      chmod(source + "/closed", 0o755)
      chmod(source + "/closed/locked", 0)
      try fixture.run(["/bin/rm", "-rf", destination + "/way", source + "/gone"])
      try fixture.run(["/bin/rm", "-rf", destination + "/gone"])

      try expectEnd(fixture, of: 2)
      #expect(
        try failing(fixture) == [
          "closed/locked PermissionDenied", "full/ PermissionDenied", "full/one PermissionDenied",
          "full/two PermissionDenied", "gone SourceGone", "shut PermissionDenied",
          "way2 IsADirectory",
        ])
      for name in ["secret", "way", "closed/inside", "closed/deep/inside"] {
        #expect(try Texts.read(destination + "/" + name) == name)
      }
      let gone = try fixture.ferry("failed", "job", "--json").data.array
        .first { $0["Key"].text == "gone" }
      #expect(gone?["Size"].number == 4, "what is gone is told as it was")
      let log = try Texts.read(fixture.log)
      #expect(
        log.contains(
          "the retries of run 1 have ended: 9 objects failed at first, 1 more when folders were "
            + "listed again, 3 recovered, 7 still fail (PermissionDenied: 5, IsADirectory: 1, "
            + "SourceGone: 1); 'ferry failed job' lists them"))
      #expect(log.components(separatedBy: "the retries of run 1 have ended").count == 2)
      try expectViews(fixture)
    }
  }

  @Test("folders in the way: a retry moves what is free by then, and nothing else is touched")
  func foldersInTheWay() throws {
    try DaemonFixture.with("retry-way") { fixture in
      try fixture.makePair(Self.policy)
      let (source, destination) = (fixture.folder + "/source", fixture.folder + "/destination")
      for number in 0..<300 {
        try Tree.write(source, Array("d\(number % 9)/f\(number)".utf8), Array("\(number)".utf8))
      }
      for number in [3, 77, 200] {
        _ = try fixture.makeFolder("destination/d\(number % 9)/f\(number)/x")
      }
      try fixture.start()
      #expect(try fixture.ferry("start-job", "job", "--wait").status == 2)
      let before = try Tree.read(destination)
      try fixture.run(["/bin/rm", "-rf", destination + "/d3/f3", destination + "/d5/f77"])
      try expectEnd(fixture, of: 2)
      #expect(try failing(fixture) == ["d2/f200 IsADirectory"])
      #expect(try fixture.number("SELECT total FROM run WHERE job = 2") == 3)
      #expect(try fixture.number("SELECT total FROM run WHERE job = 3") == 1)
      let changed = Tree.differences(before, try Tree.read(destination))
      #expect(changed.allSatisfy { $0.hasPrefix("d3/f3") || $0.hasPrefix("d5/f77") }, "\(changed)")
    }
  }

  @Test("of two requests at the same instant one makes a retry, the other is told which")
  func twoAtOnce() throws {
    try DaemonFixture.with("retry-two") { fixture in
      try fixture.makePair("[Retry]\nAuto=no\n[Throttle]\nMaxQPS=20")
      for number in 0..<12 {
        try Tree.write(fixture.folder + "/source", Array("f\(number)".utf8), [1])
        _ = try fixture.makeFolder("destination/f\(number)/x")
      }
      try fixture.start()
      #expect(try fixture.ferry("start-job", "job", "--wait").status == 2)
      let outputs = ["\(fixture.folder)/out/one", "\(fixture.folder)/out/two"]
      let children = try outputs.map { path in
        try Child(
          ["\(fixture.binaries)/ferry", "retry-job", "job", "--json"],
          environment: ["FERRY_SOCKET": fixture.socket], output: path, errors: path)
      }
      #expect(children.compactMap { $0.wait(seconds: 20) }.sorted() == [0, 1])
      let answers = try outputs.map { JSON(try Texts.read($0)) }
      let made = try #require(answers.first { !$0["Data"]["RetryJob"].text.isEmpty })
      let refused = try #require(answers.first { $0["ErrorCode"].text == "ResultNotReadyRetry" })
      #expect(refused["ErrorMsg"].text.contains(made["Data"]["RetryJob"].text))
      #expect(made["Data"]["RootJob"].text == "job")
      #expect(try fixture.number("SELECT count(*) FROM job") == 2)
    }
  }

  @Test("a daemon that is killed at any moment makes each retry once and tells the truth")
  func killed() throws {
    let seed: UInt64 = 11
    try DaemonFixture.with("retry-kill") { fixture in
      try fixture.makePair("[Retry]\nBackoff=1s..1s\nMaxDepth=2\n[Throttle]\nMaxQPS=600")
      var random = SeededRandom(seed: seed)
      let keys = (0..<300).map { "d\($0 % 7)/f\($0)" }
      for key in keys {
        try Tree.write(fixture.folder + "/source", Array(key.utf8), Array(key.utf8))
        _ = try fixture.makeFolder("destination/\(key)/x")
      }
      try fixture.start()
      try fixture.done("start-job", "job")
      for round in 0..<12 {
        usleep(UInt32.random(in: 1_000...500_000, using: &random))
        fixture.kill()
        let parents = try fixture.column("SELECT parent FROM job WHERE parent IS NOT NULL")
        #expect(Set(parents).count == parents.count, "seed \(seed), kill \(round)")
        if !parents.isEmpty, let key = keys.randomElement(using: &random) {
          try fixture.run(["/bin/rm", "-rf", "\(fixture.folder)/destination/\(key)/x"])
        }
        try fixture.start()
      }
      try expectEnd(fixture, of: 2)
      let actual = keys.filter { key in
        (try? Texts.read("\(fixture.folder)/destination/\(key)")) != key
      }
      #expect(try failing(fixture) == actual.map { "\($0) IsADirectory" }.sorted())
      #expect(
        try fixture.number("SELECT failing FROM run WHERE job = 1") == Int64(actual.count))
      #expect(
        try fixture.number("SELECT count(*) FROM run WHERE total <> copied + failed") == 0)
      #expect(try Tree.temporaries(fixture.folder + "/destination") == [])
    }
  }

  @Test("a retry that is deleted in the middle leaves no objects as failing that it has moved")
  func deleted() throws {
    try DaemonFixture.with("retry-delete") { fixture in
      try fixture.makePair("[Retry]\nAuto=no\n")
      let destination = fixture.folder + "/destination"
      for number in 0..<200 {
        try Tree.write(fixture.folder + "/source", Array("f\(number)".utf8), [1])
        _ = try fixture.makeFolder("destination/f\(number)/x")
      }
      try fixture.start()
      #expect(try fixture.ferry("start-job", "job", "--wait").status == 2)
      try fixture.run(["/bin/sh", "-c", "rm -rf '\(destination)'/*"])
      try fixture.done("update-qos", "job", "--max-bandwidth=0", "--max-qps=100")
      let name = try fixture.ferry("retry-job", "job", "--json").data["RetryJob"].text
      #expect(eventually(10) { access(destination + "/f120", F_OK) == 0 })
      try fixture.done("delete-job", name, "--force")
      #expect(try eventually(10) { try fixture.number("SELECT count(*) FROM job") == 1 })
      let moved = try FileManager.default.contentsOfDirectory(atPath: destination).count
      #expect(moved > 0 && moved < 200)
      #expect(try fixture.number("SELECT failing FROM run") == Int64(200 - moved))
      #expect(try failing(fixture).count == 200 - moved)
    }
  }

  @Test("without its list nothing is offered as retryable, and a new run is the way out")
  func withoutList() throws {
    try DaemonFixture.with("retry-list") { fixture in
      try fixture.makePair("[Retry]\nAuto=no\n")
      try Tree.write(fixture.folder + "/source", Array("f".utf8), [1])
      _ = try fixture.makeFolder("destination/f/x")
      try fixture.start()
      #expect(try fixture.ferry("start-job", "job", "--wait").status == 2)
      for ending in ["-wal", "-shm", ""] { unlink("\(fixture.ledgers)/1-1.db\(ending)") }
      let status = try fixture.ferry("get-job-status", "job", "--json").data
      #expect(status["ReadyRetry"].text == "NotReady" && status["StillFailing"].number == 1)
      let text = try fixture.ferry("get-job-status", "job").out
      #expect(text.contains("not possible: 'ferry failed job' tells why"), "\(text)")
      for verb in ["failed", "retry-job"] {
        let said = try fixture.ferry(verb, "job")
        #expect(said.status == 1 && said.err.contains("start the job"), "\(said)")
      }
      #expect(try fixture.ferry("start-job", "job", "--wait").status == 2)
      #expect(try fixture.ferry("retry-job", "job").status == 0)
    }
  }

  // MARK: - Pieces

  /// What is open, what is closed to the daemon's user, and folders where files have to go.
  private func makeTree(_ fixture: DaemonFixture) throws {
    let (source, destination) = (fixture.folder + "/source", fixture.folder + "/destination")
    let names = [
      "good", "nested/good", "secret", "shut", "closed/inside", "closed/deep/inside",
      "closed/locked", "full/one", "full/two", "way", "way2", "gone",
    ]
    for name in names { try Tree.write(source, Array(name.utf8), Array(name.utf8)) }
    for name in ["full/old", "way/x", "way2/x", "gone/x"] {
      try Tree.write(destination, Array(name.utf8), [1])
    }
    try fixture.giveAway()
    // What belongs to root stays closed to the user, whatever it tries.
    for name in ["/secret", "/shut", "/closed", "/closed/locked"] {
      chown(source + name, 0, 0)
    }
    for name in ["/secret", "/shut", "/closed"] { chmod(source + name, 0) }
    chown(destination + "/full", 0, 0)
    chmod(destination + "/full", 0o555)
  }

  /// What still fails, as `key code`.
  private func failing(_ fixture: DaemonFixture) throws -> [String] {
    try fixture.ferry("failed", "job", "--json").data.array
      .map { "\($0["Key"].text) \($0["Code"].text)" }.sorted()
  }

  /// Waits for the end of a chain of so many retries.
  private func expectEnd(_ fixture: DaemonFixture, of depth: Int64) throws {
    let isOver = try eventually(40) {
      try fixture.number(
        "SELECT count(*) FROM job WHERE depth = \(depth) AND status = 'IMPORT_JOB_FINISHED'") == 1
    }
    #expect(isOver)
    #expect(try fixture.number("SELECT count(*) FROM job") == depth + 1)
    #expect(try fixture.number("SELECT count(*) FROM due WHERE kind = 'retry'") == 0)
  }

  private func expectViews(_ fixture: DaemonFixture) throws {
    let plain = try fixture.ferry("list-job", "--json").data.array
      .map { $0["Name"].text }
    #expect(plain == ["job"])
    let all = try fixture.ferry("list-job", "--all", "--json").data.array
    let names = all.map { $0["Name"].text }
    try #require(names.count == 3)
    #expect(names.dropLast().allSatisfy { $0.hasPrefix("job_retry_2") && $0.count == 24 })
    let shown = try fixture.ferry("get-job", "job").out
    #expect(shown.contains("Failed:       9, 7 still fail"), "\(shown)")
    #expect(names.allSatisfy { shown.contains($0) }, "\(shown)")
    #expect(try fixture.ferry("retry-job", names[0]).err.contains("MaxDepth="))
    #expect(try fixture.ferry("get-job-status", "job", "--json").data["ReadyRetry"].text == "Ready")
    // Its file decides about it, whatever else stands against that.
    #expect(
      try fixture.ferry("delete-job", "job", "--force", "--json").json["ErrorCode"].text
        == "InvalidArgument")
  }
}
