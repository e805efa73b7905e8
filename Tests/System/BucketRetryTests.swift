import Foundation
import TestSupport
import Testing

@Suite(
  .enabled(if: System.isAskedFor, System.how), .enabled(if: Peers.areThere, "\(Peers.how)"),
  .daemonLog)
struct BucketRetryTests {
  @Test("what failed on the way to a store or back is moved by a retry, and nothing else is")
  func retry() throws {
    try DaemonFixture.with("again") { fixture in
      let stores = try Stores(fixture)
      try fixture.makePair()
      let source = fixture.folder + "/source"
      let destination = fixture.folder + "/destination"
      for number in 0..<40 {
        try Tree.write(source, Array("d\(number % 4)/f\(number)".utf8), [1, 2, UInt8(number)])
      }
      try fixture.writePlainJob("there", from: "src", to: "strict")
      try fixture.writePlainJob("back", from: "strict", to: "dst")
      try fixture.start()
      stores.strict.plan([.serverError: 1_000], most: 100, only: "PUT /bucket/in/d1/f1")
      #expect(try fixture.ended("there")["FailedCount"].number == 1)
      stores.strict.plan(most: 100)
      _ = stores.strict.asked.take()
      let there = try retried(fixture, "there")
      #expect(there.moved == 1)
      #expect(there["FailedCount"].number == 0)
      let asked = stores.strict.asked.take()
      #expect(asked.filter { $0.hasPrefix("PUT ") } == ["PUT /bucket/in/d1/f1"], "\(asked)")

      // A folder is in the way of a file.
      try Tree.write(destination, Array("d2/f2/inside".utf8), [1])
      #expect(try fixture.ended("back")["FailedCount"].number == 1)
      try FileManager.default.removeItem(atPath: destination + "/d2/f2")
      _ = stores.strict.asked.take()
      let back = try retried(fixture, "back")
      #expect(back.moved == 1)
      #expect(back["FailedCount"].number == 0)
      #expect(
        stores.strict.asked.take().filter { $0.hasPrefix("GET /bucket/in/d") }
          == ["GET /bucket/in/d2/f2"])
      let differences = try fixture.diff()
      #expect(differences == "")
    }
  }

  @Test("a dry run of each kind says what a run would do, and writes nothing")
  func dry() throws {
    try DaemonFixture.with("dry") { fixture in
      let stores = try Stores(fixture)
      try fixture.makePair()
      for number in 0..<20 {
        try Tree.write(fixture.folder + "/source", Array("d/f\(number)".utf8), [1, 2, 3])
      }
      let steps = [
        ("there", "src", "strict"), ("over", "strict", "loose"), ("back", "loose", "dst"),
      ]
      for (job, from, to) in steps { try fixture.writePlainJob(job, from: from, to: to) }
      try fixture.start()
      for (job, _, _) in steps {
        _ = (stores.strict.asked.take(), stores.loose.asked.take())
        let said = try fixture.ferry("start-job", job, "--dry-run")
        #expect(said.status == 0, "\(said)")
        #expect(said.out.contains("would copy 20 "), "\(said)")
        let asked = stores.strict.asked.take() + stores.loose.asked.take()
        #expect(asked.allSatisfy { $0.hasPrefix("GET ") || $0.hasPrefix("HEAD ") }, "\(asked)")
        #expect(try fixture.ended(job).moved == 20)
      }
    }
  }

  @Test("limits hold on the way to a store, and another one is in force at once")
  func throttle() throws {
    try DaemonFixture.with("slow") { fixture in
      let stores = try Stores(fixture)
      try fixture.makePair()
      var random = SeededRandom(seed: 6)
      for number in 0..<8 {
        try Tree.write(
          fixture.folder + "/source", Array("f\(number)".utf8), Tree.bytes(1 << 20, &random))
      }
      try fixture.writePlainJob("there", from: "src", to: "strict", "[Throttle]\nMaxBandwidth=2MB")
      try fixture.writePlainJob("over", from: "strict", to: "loose", "[Throttle]\nMaxQPS=2")
      try fixture.start()
      var end: JSON?
      let bytes = try seconds { end = try fixture.ended("there") }
      #expect(end?.moved == 8)
      let objects = try seconds { end = try fixture.ended("over") }
      #expect(end?.moved == 8)
      print("throttle: 8 MiB at 2 MB/s took \(bytes) s, 8 objects at 2/s \(objects) s")
      #expect(bytes > 2.5 && bytes < 8)
      #expect(objects > 2.5 && objects < 8)
      // Hardly anything passes, and then all at once.
      _ = try stores.python("s3.delete_object(Bucket=bucket, Key='in/f3')")
      try fixture.done("update-qos", "over", "--max-bandwidth=8K", "--max-qps=0")
      try fixture.done("start-job", "over")
      #expect(try fixture.wait(for: "DOING", of: "over"))
      #expect(
        eventually(20) { stores.strict.asked.count("GET /bucket/in/f3") == 2 })
      try fixture.done("update-qos", "over", "--max-bandwidth=0", "--max-qps=0")
      #expect(try fixture.wait(for: "FINISHED", of: "over"))
      #expect(try fixture.newest("over", run: 2).moved == 1)
    }
  }

  /// Retries a job, and gives the record of the retry's run.
  private func retried(_ fixture: DaemonFixture, _ job: String) throws -> JSON {
    let said = try fixture.ferry("retry-job", job, "--json")
    try #require(said.status == 0, "\(said)")
    let name = try #require(
      try fixture.text("SELECT name FROM job WHERE name LIKE '\(job)_retry_%'"))
    #expect(try fixture.wait(for: "FINISHED", of: name))
    return try fixture.newest(name)
  }
}
