import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: System.isAskedFor, System.how), .daemonLog) struct InputTests {
  @Test("bad words on the command line are refused with code, place and exit status")
  func commandLine() throws {
    try DaemonFixture.with("input") { fixture in
      try prepare(fixture)
      for each in refusedCases {
        let words = each.words.map { $0.replacingOccurrences(of: "@", with: fixture.folder) }
        let text = try fixture.ferry(words)
        #expect(text.status == each.exit, "\(words): \(text)")
        #expect(text.out == "", "\(words): \(text)")
        if each.exit != 64 { #expect(text.err.contains("\(each.code): "), "\(words): \(text)") }
        for part in each.says {
          let part = part.replacingOccurrences(of: "@", with: fixture.folder)
          #expect(text.err.contains(part), "\(words): \(text)")
        }
        let said = try fixture.ferry(words + ["--json"])
        #expect(said.status == each.exit, "\(words): \(said)")
        expectEnvelope(said, each.code, each.http, "\(words): \(said)")
      }
      let addresses = try fixture.ferry("list-address", "--json").data.array.map(\.["Name"].text)
      #expect(Set(addresses) == ["src", "dst", "inner", "link"])
      #expect(try fixture.ferry("list-job", "--json").data.array.count == 1)
    }
  }

  @Test("requests that no state allows are refused by InvalidImportJobStatus")
  func transitions() throws {
    try DaemonFixture.with("states") { fixture in
      try prepare(fixture)
      try Tree.write(fixture.folder + "/source", Array("one".utf8), Array("object".utf8))
      func refuse(_ words: String..., saying part: String) throws {
        let said = try fixture.ferry(words + ["--json"])
        #expect(said.status == 1)
        expectEnvelope(said, "InvalidImportJobStatus", 400, "\(words): \(said)")
        #expect(said.json["ErrorMsg"].text.contains(part), "\(said)")
      }
      try refuse("pause-job", "job", saying: "IMPORT_JOB_BEGIN")
      try refuse("close-job", "job", saying: "start-job is possible")
      try fixture.done("start-job", "job", "--wait")
      try refuse("pause-job", "job", saying: "IMPORT_JOB_FINISHED")
      try refuse("close-job", "job", saying: "IMPORT_JOB_FINISHED")
      // A limit of a bit per second: this run goes on until it is stopped.
      for name in ["two", "three"] {
        try Tree.write(fixture.folder + "/source", Array(name.utf8), Array("object".utf8))
      }
      _ = try fixture.ferry("update-qos", "job", "--max-bandwidth=1", "--max-qps=1")
      try fixture.done("start-job", "job")
      #expect(try fixture.wait(for: "DOING"))
      try refuse("start-job", "job", saying: "pause-job and close-job are possible")
      try fixture.done("pause-job", "job", "--wait")
      try refuse("pause-job", "job", saying: "start-job continues it")
      try fixture.done("close-job", "job", "--wait")
    }
  }

  @Test("wrong requests on the socket are answered in JSON with the right status")
  func rawRequests() throws {
    try DaemonFixture.with("raw") { fixture in
      try prepare(fixture)
      try Data(count: 10 << 20).write(to: URL(fileURLWithPath: fixture.folder + "/large"))
      let job = "\"Name\":\"new\",\"SrcAddress\":\"src\",\"DestAddress\":\"inner\""
      let cases: [(method: String, path: String, body: String, status: Int, code: String)] = [
        ("POST", "jobs", "{\"Name\":", 400, "InvalidArgument"),
        ("POST", "jobs", "", 400, "MissingArgument"),
        ("POST", "jobs", "[]", 400, "InvalidArgument"),
        ("POST", "jobs", "{\"Name\":\"new\",\"Bogus\":1}", 400, "InvalidArgument"),
        ("POST", "jobs", "{\(job),\"OverwriteMode\":7}", 400, "InvalidArgument"),
        ("POST", "jobs", "{\(job)}", 400, "MissingArgument"),
        (
          "POST", "jobs",
          "{\(job),\"OverwriteMode\":\"never\",\"ImportQos\":{\"MaxBandWidth\":1e400}}", 400,
          "InvalidArgument"
        ),
        ("POST", "jobs", String(repeating: "[", count: 50_000), 400, "InvalidArgument"),
        ("POST", "jobs", "@\(fixture.folder)/large", 413, "EntityTooLarge"),
        (
          "PATCH", "jobs/job", "{\"Status\":\"IMPORT_JOB_FINISHED\"}", 400,
          "InvalidImportJobStatus"
        ),
        ("PATCH", "jobs/nope", "{\"Status\":\"IMPORT_JOB_LAUNCHING\"}", 404, "NoSuchImportJob"),
        ("GET", "jobs/nope", "", 404, "NoSuchImportJob"),
        ("GET", "jobs?count=0", "", 400, "InvalidArgument"),
        ("GET", "jobs?bogus=1", "", 400, "InvalidArgument"),
        ("GET", "jobs/%ff%fe", "", 400, "InvalidArgument"),
        ("GET", "nothing", "", 404, "NoSuchResource"),
        ("PUT", "jobs", "{}", 405, "MethodNotAllowed"),
      ]
      for each in cases {
        let said = try request(fixture, each.method, each.path, each.body)
        #expect(said.status == each.status, "\(each): \(said)")
        #expect(said.body["Code"].text == each.code, "\(each): \(said)")
        #expect(said.body.names == ["Code", "Message", "RequestId"], "\(each)")
      }
      try fixture.done("status")
    }
  }

  @Test("mistakes in files are told with file, line and column, by --check as by the start")
  func files() throws {
    try DaemonFixture.with("files") { fixture in
      _ = try fixture.makeFolder("source/inner")
      symlink("source/inner", fixture.folder + "/link")
      for each in fileCases {
        for folder in ["addresses.d", "jobs.d"] {
          for file in try FileManager.default.contentsOfDirectory(
            atPath: "\(fixture.etc)/\(folder)")
          { unlink("\(fixture.etc)/\(folder)/\(file)") }
        }
        unlink(fixture.etc + "/ferryd.conf")
        try fixture.makePair()
        try Texts.write(
          each.text.replacingOccurrences(of: "@", with: fixture.folder),
          to: "\(fixture.etc)/\(each.file)")
        let checked = try fixture.startInVain(["--check"])
        #expect(checked.status == 78, "\(each.file): \(checked)")
        for part in ["\(fixture.etc)/\(each.file):\(each.place): "] + each.says {
          #expect(checked.err.contains(part), "\(each.file): \(checked)")
        }
        let started = try fixture.startInVain()
        #expect(started.status == 78)
        #expect(started.err == checked.err)
        #expect(access(fixture.state, F_OK) != 0)
      }
      for (words, exit) in [(["--bogus"], 64), (["--confg=x"], 64), (["--socket"], 64)] {
        #expect(try fixture.startInVain(words).status == Int32(exit))
      }
    }
  }

  private func prepare(_ fixture: DaemonFixture) throws {
    try fixture.makePair()
    _ = try fixture.makeFolder("source/inner")
    _ = try fixture.makeFolder("etc-link")
    symlink("source/inner", fixture.folder + "/link")
    symlink("state", fixture.folder + "/state-link")
    try fixture.start()
    for (name, path) in [("inner", "source/inner"), ("link", "link")] {
      let said = try fixture.ferry(
        "create-address", name, "--address-type=local", "--prefix=\(fixture.folder)/\(path)/")
      #expect(said.status == 0, "\(said)")
    }
  }

  /// Sends a request with curl(1), so that nothing of ours makes it well-formed.
  private func request(
    _ fixture: DaemonFixture, _ method: String, _ path: String, _ body: String
  ) throws -> (status: Int, body: JSON) {
    var words = [
      "/usr/bin/curl", "-s", "--unix-socket", fixture.socket, "-X", method, "-H", "Expect:",
      "-w", "\n%{http_code}", "http://localhost/api/v1/\(path)",
    ]
    if !body.isEmpty || method == "POST" { words += ["--data-binary", body] }
    let lines = try fixture.run(words).out.split(separator: "\n")
    return (Int(lines.last ?? "") ?? 0, JSON(lines.dropLast().joined(separator: "\n")))
  }

  private func expectEnvelope(
    _ said: DaemonFixture.Said, _ code: String, _ http: Int, _ what: Comment
  ) {
    let json = said.json
    #expect(
      json.names == ["Code", "StatusCode", "LogTime", "ErrorMsg", "ErrorCode", "RequestId"], what)
    #expect(json["Code"].text == "fail", what)
    #expect(json["StatusCode"].number == http, what)
    #expect(json["ErrorCode"].text == code, what)
    // A question is asked on standard error.
    #expect(said.err == "" || said.err.hasSuffix("(y/n) "), what)
  }
}
