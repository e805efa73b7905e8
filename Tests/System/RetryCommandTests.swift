import Foundation
import TestSupport
import Testing

/// Retries asked for on the command line, against a whole daemon.
@Suite(.enabled(if: System.isAskedFor, System.how), .daemonLog) struct RetryCommandTests {
  @Test("retry-job moves what was mended, and the family tells what is left")
  func retry() throws {
    try DaemonFixture.with("retry") { fixture in
      try prepare(fixture)
      try mend(fixture, "one")
      let said = try fixture.ferry("retry-job", "job", "--wait", "--json")
      #expect(said.status == 2, "\(said)")
      #expect(said.data.names == ["WaitRetryJob", "RetryJob", "RootJob"])
      #expect(said.data["WaitRetryJob"].text == "job" && said.data["RootJob"].text == "job")
      let retry = said.data["RetryJob"].text
      #expect(
        retry.range(of: "^job_retry_[0-9]{14}$", options: .regularExpression) != nil, "\(retry)")
      #expect(try Texts.read(fixture.folder + "/destination/one") == "object")
      let end = try fixture.newest(retry)
      #expect(end["TotalCount"].number == 3 && end["FailedCount"].number == 2, "\(end)")
      let first = try fixture.newest("job")
      #expect(first["FailedCount"].number == 3 && first["StillFailing"].number == 2)
      let listed = try fixture.ferry("failed", "job", "--all", "--json").data.array
      #expect(listed.map { $0["EncodedKey"].text } == ["one", "three", "two"])
      #expect(listed.map { $0["Attempts"].number } == [1, 2, 2])
      let left = try fixture.ferry("failed", "job")
      #expect(left.out.hasSuffix("\n2 objects of run 1 still fail: 2 IsADirectory\n"), "\(left)")

      // A retry of the retry: named after the root all the same, a level deeper.
      try mend(fixture, "two")
      try mend(fixture, "three")
      let again = try fixture.ferry("retry-job", retry, "--wait", "--json")
      #expect(again.status == 0 && again.data["WaitRetryJob"].text == retry, "\(again)")
      #expect(again.data["RootJob"].text == "job")
      #expect(
        try fixture.ferry("get-job", again.data["RetryJob"].text, "--json")
          .data["Depth"].number == 2)
      try expectRefusal(
        fixture, ["retry-job", "job"], "HistoryNoNeedRetry", "have been moved since")
      let status = try fixture.ferry("get-job-status", "job", "--json").data
      #expect(status["Status"].text == "succeed" && status["StillFailing"].number == 0)
      #expect(try fixture.diff() == "")
    }
  }

  @Test("lists hide sub-jobs, get-job shows the tree, and deleting it all takes a flag")
  func family() throws {
    try DaemonFixture.with("family") { fixture in
      try prepare(fixture)
      let retry = try fixture.ferry("retry-job", "job", "--wait", "--json").data["RetryJob"].text
      let below = try fixture.ferry("retry-job", retry, "--no-start", "--json")
        .data["RetryJob"].text
      func names(_ words: String...) throws -> [String] {
        try fixture.ferry(["list-job", "--json"] + words).data.array.map(\.["Name"].text)
      }
      #expect(try names() == ["job"])
      #expect(try names("--all") == [below, retry, "job"])
      #expect(try names("--parent-name", "job") == [retry])
      #expect(try names("--parent-name", below) == [])
      let root = try fixture.ferry("get-job", "job", "--json").data
      let tree = root["SubJobs"].array
      #expect(tree.map { $0["Name"].text } == [retry, below])
      #expect(tree.map { $0["ParentName"].text } == ["job", retry])
      #expect(tree.map { $0["Depth"].number } == [1, 2])
      #expect(tree[0]["FailedCount"].number == 3 && tree[0]["StillFailing"].number == 3)
      let child = try fixture.ferry("get-job", retry, "--json").data
      #expect(child["ParentName"].text == "job" && child["RootName"].text == "job")
      #expect(child["ParentVersion"].text == root["Version"].text)
      #expect(child["ScheduleRule"].names.isEmpty && child["NextStart"].text == "")
      #expect(try fixture.status(below) == "BEGIN")
      #expect(try fixture.ferry("next", retry).out.contains("no schedule of its own"))
      #expect(try fixture.ferry("get-job", "job").out.contains("\n  \(below) "))

      try fixture.retire("job")
      try expectRefusal(
        fixture, ["delete-job", "job", "--force"], "ImportJobHasDescendants", retry, below,
        "--cascade-delete")
      try fixture.done("delete-job", "job", "--force", "--cascade-delete")
      #expect(try eventually(10) { try names("--all").isEmpty })
    }
  }

  @Test("what stands against a retry is told, each with its code")
  func objections() throws {
    try DaemonFixture.with("objections") { fixture in
      try prepare(fixture, "MaxDepth=1\n", starts: false)
      try expectRefusal(fixture, ["retry-job", "job"], "JobIsNotFinished", "start-job")
      _ = try fixture.ferry("start-job", "job", "--wait")
      let away = fixture.folder + "/destination-away"
      rename(fixture.folder + "/destination", away)
      try expectRefusal(
        fixture, ["retry-job", "job"], "VerifyAddressUnavailable", "'dst'", "does not exist")
      rename(away, fixture.folder + "/destination")
      let retry = try fixture.ferry("retry-job", "job", "--no-start", "--json").data["RetryJob"]
        .text
      try expectRefusal(fixture, ["retry-job", "job"], "ResultNotReadyRetry", "'\(retry)'")
      let status = try fixture.ferry("get-job-status", "job", "--json").data
      #expect(status["ReadyRetry"].text == "NotReady" && status["Status"].text == "failed")
      _ = try fixture.ferry("start-job", retry, "--wait")
      try expectRefusal(fixture, ["retry-job", retry], "ImportJobDepthExceed", "MaxDepth=")
    }
  }

  @Test("of two retries at the same instant exactly one is made")
  func twice() throws {
    try DaemonFixture.with("twice") { fixture in
      try prepare(fixture)
      let ferry = "\(fixture.binaries)/ferry retry-job job --no-start --json"
      let said = try fixture.run([
        "/bin/sh", "-c", "for i in 1 2 3 4 5 6; do \(ferry) & done; wait",
      ])
      let answers = said.out.split(separator: "\n").map { JSON(String($0)) }
      #expect(answers.count == 6)
      #expect(answers.filter { $0["Code"].text == "success" }.count == 1, "\(said)")
      let refused = answers.filter { $0["ErrorCode"].text == "ResultNotReadyRetry" }
      #expect(refused.count == 5, "\(said)")
      #expect(try fixture.ferry("list-job", "--all", "--json").data.array.count == 2)
    }
  }

  @Test("a secret comes by standard input, is warned about in argv, and is kept nowhere")
  func secret() throws {
    try DaemonFixture.with("secret") { fixture in
      try prepare(fixture)
      let secret = "hush-\(fixture.folder.hashValue)"
      let ferry = "\(fixture.binaries)/ferry retry-job"
      let piped = try fixture.run([
        "/bin/sh", "-c", "echo '\(secret)' | \(ferry) job --access-secret - --wait",
      ])
      #expect(piped.status == 2 && !piped.err.contains("warning"), "\(piped)")
      let retry = try fixture.ferry("list-job", "--parent-name=job", "--json")
        .data[0]["Name"].text
      let typed = try fixture.run([
        "/bin/sh", "-c", "\(ferry) \(retry) --access-secret '\(secret)' --no-start",
      ])
      #expect(typed.status == 0 && typed.err.contains("read by every user"), "\(typed)")
      let none = try fixture.run([
        "/bin/sh", "-c", "\(ferry) job --access-secret - </dev/null",
      ])
      #expect(none.status == 1 && none.err.contains("EmptyAccessSecret"), "\(none)")
      for said in [piped, typed] {
        #expect(!said.out.contains(secret) && !said.err.contains(secret))
      }
      let found = try fixture.run(["/bin/grep", "-rlF", secret, fixture.state, fixture.log])
      #expect(found.status == 1 && found.out.isEmpty, "\(found)")
    }
  }

  @Test("create-job --parent-version makes a sub-job by hand, under the same rules")
  func byHand() throws {
    try DaemonFixture.with("by-hand") { fixture in
      try prepare(fixture)
      let version = try fixture.ferry("get-job", "job", "--json").data["Version"].text
      func create(_ name: String, _ more: String...) -> [String] {
        [
          "create-job", name, "--parent-version", version, "--src-address=src",
          "--dest-address=dst", "--overwrite-mode=always", "--transfer-mode=lastmodified",
        ] + more
      }
      let refused: [([String], [String])] = [
        (create("child", "--tags=a:b"), ["Tags", "as its root job does"]),
        (create("child", "--exclude-symlink"), ["FilterRule"]),
        (create("child", "--max-retry-depth=7"), ["Retry"]),
        (create("child", "--keep-runs=7"), ["History"]),
        (create("child", "--with-last-modify-time=false"), ["WithLastModifyTime"]),
        (create("child", "--max-run-time=1h"), ["MaxRunTime"]),
        (
          create("child").map { $0 == "--transfer-mode=lastmodified" ? "--transfer-mode=all" : $0 },
          ["OverwriteMode", "'lastmodified'"]
        ),
        (
          create("child").map { $0 == "--src-address=src" ? "--src-address=dst" : $0 },
          ["from 'src' to 'dst'"]
        ),
      ]
      for (words, parts) in refused {
        try expectRefusal(fixture, words, "InvalidArgument", parts)
      }
      #expect(try fixture.ferry("list-job", "--all", "--json").data.array.count == 1)
      let made = try fixture.ferry(create("child", "--max-bandwidth=5M"))
      #expect(made.status == 0 && made.out.contains("as a sub-job"), "\(made)")
      let child = try fixture.ferry("get-job", "child", "--json").data
      #expect(child["ImportQos"]["MaxBandWidth"].number == 5_000_000)
      #expect(child["ParentName"].text == "job" && child["Status"].text == "IMPORT_JOB_BEGIN")
      try expectRefusal(fixture, ["retry-job", "job"], "ResultNotReadyRetry", "'child'")
      for name in Self.names { try mend(fixture, name) }
      try fixture.done("start-job", "child", "--wait")
      #expect(try fixture.newest("child")["CopiedCount"].number == 3)
      #expect(try fixture.diff() == "")
    }
  }

  private static let names = ["one", "two", "three"]

  /// A job without retries of its own, three of whose objects have a folder in their way.
  private func prepare(
    _ fixture: DaemonFixture, _ more: String = "", starts: Bool = true
  ) throws {
    try fixture.makePair(job: "job", "[Retry]\nAuto=no\n" + more)
    for name in Self.names + ["good"] {
      try Tree.write(fixture.folder + "/source", Array(name.utf8), Array("object".utf8))
    }
    for name in Self.names {
      try Tree.write(fixture.folder + "/destination", Array("\(name)/x".utf8), [1])
    }
    try fixture.start()
    guard starts else { return }
    let said = try fixture.ferry("start-job", "job", "--wait")
    #expect(said.status == 2, "\(said)")
  }

  private func mend(_ fixture: DaemonFixture, _ name: String) throws {
    try FileManager.default.removeItem(atPath: fixture.folder + "/destination/" + name)
  }

  private func expectRefusal(
    _ fixture: DaemonFixture, _ words: [String], _ code: String, _ parts: String...,
    at place: SourceLocation = #_sourceLocation
  ) throws {
    try expectRefusal(fixture, words, code, parts, at: place)
  }

  private func expectRefusal(
    _ fixture: DaemonFixture, _ words: [String], _ code: String, _ parts: [String],
    at place: SourceLocation = #_sourceLocation
  ) throws {
    let said = try fixture.ferry(words + ["--json"])
    #expect(said.status == 1, "\(words): \(said)", sourceLocation: place)
    #expect(said.json["ErrorCode"].text == code, "\(words): \(said)", sourceLocation: place)
    for part in parts {
      #expect(
        said.json["ErrorMsg"].text.contains(part), "\(words): \(said)", sourceLocation: place)
    }
  }
}

extension DaemonFixture {
  /// Takes a job's file away and starts the daemon anew: what no file defines can be deleted.
  fileprivate func retire(_ job: String) throws {
    #expect(stop() == 0)
    try FileManager.default.removeItem(atPath: "\(etc)/jobs.d/\(job).job")
    try start()
  }
}
