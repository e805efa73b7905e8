import Foundation
import TestSupport
import Testing

@Suite(
  .enabled(if: System.isAskedFor, System.how), .enabled(if: Peers.areThere, "\(Peers.how)"),
  .daemonLog,
  .serialized)
struct BucketPartTests {
  private static let uploads = """
    print(len(s3.list_multipart_uploads(Bucket=bucket).get("Uploads", [])),
      len(s3.list_objects_v2(Bucket=bucket).get("Contents", [])))
    """

  @Test("after kill -9 inside an upload in parts the same run ends, and sends what is missing")
  func kill() throws {
    try DaemonFixture.with("parts") { fixture in
      let stores = try Stores(fixture)
      try prepare(fixture)
      try fixture.start()
      try fixture.done("start-job", "there")
      var recorded = 0
      for round in 1...3 {
        #expect(try eventually(60) { try parts(fixture) > recorded })
        fixture.kill()
        recorded = try parts(fixture)
        let status = try fixture.text("SELECT status FROM job WHERE name = 'there'")
        try #require(status == "IMPORT_JOB_DOING")
        let sent = numbers(stores.loose.asked.take())
        // So many are under way at once below this limit, beside those of the thread that has begun.
        #expect(sent.count <= recorded + 4, "kill \(round): \(sent)")
        try fixture.start()
      }
      try fixture.done("update-qos", "there", "--max-bandwidth=0", "--max-qps=0")
      #expect(try fixture.wait(for: "FINISHED", of: "there", seconds: 60))
      // What was recorded was not sent again.
      #expect(numbers(stores.loose.asked.take()).count <= 12 - recorded)
      let end = try fixture.newest("there")
      #expect(end.moved == 1)
      #expect(end["FailedCount"].number == 0)
      #expect(end["RuntimeId"].text == "1")
      #expect(try stores.python(Self.uploads) == "0 1\n")
      try fixture.done("start-job", "back")
      try pauseAndGoOn(fixture, "back")
      try expectSame(fixture)
    }
  }

  @Test("a run that is paused inside an upload goes on with it, and one that is closed drops it")
  func pauseAndClose() throws {
    try DaemonFixture.with("closed") { fixture in
      let stores = try Stores(fixture)
      try prepare(fixture)
      try fixture.start()
      try fixture.done("start-job", "there")
      #expect(try eventually(60) { try parts(fixture) > 0 })
      let pause = try seconds { try fixture.done("pause-job", "there", "--wait") }
      #expect(pause < 3)
      let before = try parts(fixture)
      try fixture.done("start-job", "there")
      #expect(try eventually(60) { try parts(fixture) > before })
      try fixture.done("close-job", "there", "--wait")
      #expect(try fixture.status("there") == "FINISHED")
      let left = try stores.python(Self.uploads)
      #expect(left == "0 0\n")
      // Nothing of it is in the way of the next run.
      try fixture.done("update-qos", "there", "--max-bandwidth=0", "--max-qps=0")
      #expect(try fixture.ended("there", run: 2).moved == 1)
      #expect(try stores.python(Self.uploads) == "0 1\n")
    }
  }

  @Test(
    "without a limit several parts are under way at once, there and back, and faults cost a part")
  func parallel() throws {
    try DaemonFixture.with("parallel") { fixture in
      let stores = try Stores(fixture)
      try prepare(fixture, limit: "")
      try fixture.writePlainJob("over", from: "loose", to: "strict")
      try fixture.writePlainJob("home", from: "strict", to: "dst")
      try fixture.start()
      let faults: [Fault: Int] = [
        .resetUpload: 20, .resetAnswer: 20, .shortAnswer: 20, .serverError: 40,
        .serverErrorAfter: 20,
      ]
      stores.strict.plan(faults)
      stores.loose.plan(faults)
      for job in ["there", "over", "home"] {
        let end = try fixture.ended(job, seconds: 120)
        #expect(try fixture.status(job) == "FINISHED")
        #expect(end["FailedCount"].number == 0, "\(job)")
        #expect(end.moved == 1, "\(job)")
      }
      try expectSame(fixture)
      #expect(try stores.python(Self.uploads) == "0 1\n")
      let met = [stores.strict, stores.loose].flatMap(\.proxy.injected.values).reduce(0, +)
      print("faults: \(met) met by a large object")
    }
  }

  @Test("after kill -9 inside a download the same run gets the ranges that are missing")
  func killDownload() throws {
    try DaemonFixture.with("ranges") { fixture in
      let stores = try Stores(fixture)
      try prepare(fixture)
      try fixture.start()
      try fixture.done("update-qos", "there", "--max-bandwidth=0", "--max-qps=0")
      #expect(try fixture.ended("there", seconds: 60).moved == 1)
      try fixture.done("update-qos", "back", "--max-bandwidth=14MB", "--max-qps=0")
      try fixture.done("start-job", "back")
      var recorded = 0
      for round in 1...2 {
        #expect(try eventually(60) { try parts(fixture) > recorded })
        fixture.kill()
        recorded = try parts(fixture)
        _ = stores.loose.asked.take()
        #expect(
          try fixture.text("SELECT status FROM job WHERE name = 'back'") == "IMPORT_JOB_DOING")
        if round == 2 { break }
        try fixture.start()
      }
      try fixture.start()
      try fixture.done("update-qos", "back", "--max-bandwidth=0", "--max-qps=0")
      #expect(try fixture.wait(for: "FINISHED", of: "back", seconds: 60))
      #expect(stores.loose.asked.take().count { $0 == "GET /bucket/in/large" } <= 12 - recorded)
      let end = try fixture.newest("back")
      #expect(end.moved == 1)
      #expect(end["FailedCount"].number == 0)
      try expectSame(fixture)
    }
  }

  /// A file of twelve parts, that would take ten seconds and more.
  private func prepare(
    _ fixture: DaemonFixture, limit: String = "[Throttle]\nMaxBandwidth=14MB"
  ) throws {
    try fixture.makePair()
    let path = fixture.folder + "/source/large"
    var random = SeededRandom(seed: 8)
    var block = Data(Tree.bytes(1 << 20, &random))
    try Data().write(to: URL(fileURLWithPath: path))
    let file = try #require(FileHandle(forWritingAtPath: path))
    for number in 0..<192 {
      // No two blocks are equal.
      withUnsafeBytes(of: number) { block.replaceSubrange(0..<8, with: $0) }
      try file.write(contentsOf: block)
    }
    try file.close()
    try fixture.writePlainJob("there", from: "src", to: "loose", limit)
    try fixture.writePlainJob("back", from: "loose", to: "dst", "[Throttle]\nMaxBandwidth=60MB")
  }

  private func pauseAndGoOn(_ fixture: DaemonFixture, _ job: String) throws {
    #expect(try eventually(60) { try fixture.newest(job)["CopiedSize"].number > 4 << 20 })
    let pause = try seconds { try fixture.done("pause-job", job, "--wait") }
    #expect(pause < 3)
    #expect(try fixture.status(job) == "SUSPEND")
    try fixture.done("update-qos", job, "--max-bandwidth=0", "--max-qps=0")
    #expect(try fixture.ended(job).moved == 1)
  }

  private func expectSame(_ fixture: DaemonFixture) throws {
    let files = ["/source/large", "/destination/large"].map { fixture.folder + $0 }
    #expect(try fixture.run(["/usr/bin/cmp"] + files).status == 0)
    #expect(try Tree.temporaries(fixture.folder + "/destination") == [])
  }

  /// The numbers of the parts that were sent.
  private func numbers(_ asked: [String]) -> [Int] {
    asked.filter { $0.hasPrefix("PUT ") }
      .compactMap { $0.firstMatch(of: /partNumber=([0-9]+)/) }.compactMap { Int($0.1) }
  }

  /// Parts that the runs' ledgers know to have arrived.
  private func parts(_ fixture: DaemonFixture) throws -> Int {
    let names = try FileManager.default.contentsOfDirectory(atPath: fixture.ledgers)
    var sum = 0
    for name in names where name.hasSuffix(".db") {
      let path = "\(fixture.ledgers)/\(name)"
      // A ledger that is being made has no tables yet.
      let tables = try fixture.number(
        "SELECT count(*) FROM sqlite_schema WHERE name = 'part'", of: path)
      guard tables == 1 else { continue }
      sum += Int(try fixture.number("SELECT count(*) FROM part", of: path) ?? 0)
    }
    return sum
  }
}
