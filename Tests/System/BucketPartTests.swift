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
        #expect(sent.count <= recorded + 1, "kill \(round): \(sent)")
        try fixture.start()
      }
      _ = stores.loose.asked.take()
      try fixture.done("update-qos", "there", "--max-bandwidth=0", "--max-qps=0")
      #expect(try fixture.wait(for: "FINISHED", of: "there", seconds: 60))
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

  /// A file of ten parts, that would take ten seconds and more.
  private func prepare(_ fixture: DaemonFixture) throws {
    try fixture.makePair()
    let path = fixture.folder + "/source/large"
    var random = SeededRandom(seed: 8)
    var block = Data(Tree.bytes(1 << 20, &random))
    try Data().write(to: URL(fileURLWithPath: path))
    let file = try #require(FileHandle(forWritingAtPath: path))
    for number in 0..<160 {
      // No two blocks are equal.
      withUnsafeBytes(of: number) { block.replaceSubrange(0..<8, with: $0) }
      try file.write(contentsOf: block)
    }
    try file.close()
    try fixture.writePlainJob("there", from: "src", to: "loose", "[Throttle]\nMaxBandwidth=14MB")
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

  /// Parts that the run's ledger knows to have arrived.
  private func parts(_ fixture: DaemonFixture) throws -> Int {
    let names = try FileManager.default.contentsOfDirectory(atPath: fixture.ledgers)
    guard let name = names.first(where: { $0.hasSuffix(".db") }) else { return 0 }
    let path = "\(fixture.ledgers)/\(name)"
    // A ledger that is being made has no tables yet.
    let tables = try fixture.number(
      "SELECT count(*) FROM sqlite_schema WHERE name = 'part'", of: path)
    guard tables == 1 else { return 0 }
    return Int(try fixture.number("SELECT count(*) FROM part", of: path) ?? 0)
  }
}
