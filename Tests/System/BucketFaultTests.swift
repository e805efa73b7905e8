import Foundation
import TestSupport
import Testing

@Suite(
  .enabled(if: System.isAskedFor, System.how), .enabled(if: Peers.areThere, "\(Peers.how)"),
  .daemonLog)
struct BucketFaultTests {
  private static let steps = [
    ("there", "src", "strict"), ("over", "strict", "loose"), ("back", "loose", "dst"),
  ]

  @Test("with five faults in a hundred requests all of 900 objects arrive, and none fails")
  func mixed() throws {
    try DaemonFixture.with("faults") { fixture in
      let stores = try Stores(fixture)
      try fixture.makePair()
      var random = SeededRandom(seed: 5)
      for number in 0..<300 {
        try Tree.write(
          fixture.folder + "/source", Array("d\(number % 9)/f\(number)".utf8),
          Tree.bytes(number % 50 == 0 ? 200_000 : number * 5, &random))
      }
      for (job, from, to) in Self.steps { try fixture.writePlainJob(job, from: from, to: to) }
      try fixture.start()
      // A stall takes a minute to be told, and is met elsewhere.
      let faults: [Fault: Int] = [
        .resetUpload: 8, .resetAnswer: 8, .shortAnswer: 8, .slowDown: 8, .serverError: 8,
        .serverErrorAfter: 8, .cutList: 100,
      ]
      stores.strict.plan(faults)
      stores.loose.plan(faults)
      for (job, _, _) in Self.steps {
        let end = try fixture.ended(job, seconds: 120)
        #expect(try fixture.status(job) == "FINISHED")
        #expect(end["FailedCount"].number == 0, "\(job)")
      }
      #expect(try fixture.diff() == "")
      let met = [stores.strict, stores.loose].flatMap(\.proxy.injected.values).reduce(0, +)
      #expect(met > 20)
      print("faults: \(met) met by 900 objects")
    }
  }

  @Test("a store that asks for fewer requests gets fewer, and the run ends well")
  func slowDown() throws {
    try DaemonFixture.with("storm") { fixture in
      let stores = try Stores(fixture)
      try fixture.makePair()
      for number in 0..<200 {
        try Tree.write(fixture.folder + "/source", Array("f\(number)".utf8), [1, 2, 3])
      }
      try fixture.writePlainJob("there", from: "src", to: "loose")
      try fixture.start()
      // Each request is refused twice at most.
      stores.loose.plan([.slowDown: 600])
      let end = try fixture.ended("there", seconds: 90)
      #expect(end["FailedCount"].number == 0)
      #expect(end.moved == 200)
      #expect(try fixture.status("there") == "FINISHED")
    }
  }

  @Test("a store that goes away in the middle pauses the run, and a start ends it")
  func gone() throws {
    try DaemonFixture.with("gone") { fixture in
      let stores = try Stores(fixture)
      try fixture.makePair()
      for number in 0..<1_200 {
        try Tree.write(fixture.folder + "/source", Array("f\(number)".utf8), [1, 2, 3])
      }
      try fixture.writePlainJob(
        "there", from: "src", to: "direct", "[Throttle]\nMaxQPS=300")
      try stores.writeAddress(fixture, "direct", stores.strict, url: stores.strict.url)
      try fixture.start()
      try fixture.done("start-job", "there")
      #expect(
        try eventually(20) { try fixture.newest("there")["CopiedCount"].number > 50 })
      stores.rclone.process.stop()
      #expect(try fixture.wait(for: "SUSPEND", of: "there", seconds: 60))
      let paused = try fixture.newest("there")
      #expect(paused["FailedCount"].number <= 0)
      let said = try fixture.ferry("get-job", "there").out
      #expect(said.contains("no connection to 127.0.0.1"), "\(said)")
      try stores.restartStrict()
      try fixture.done("update-qos", "there", "--max-bandwidth=0", "--max-qps=0")
      let end = try fixture.ended("there")
      #expect(end["FailedCount"].number == 0)
      #expect(end["RuntimeId"].text == "1")
      #expect(
        try Tree.read(stores.folder + "/in").keys.sorted { $0.lexicographicallyPrecedes($1) }
          == Tree.read(fixture.folder + "/source").keys.sorted { $0.lexicographicallyPrecedes($1) })
    }
  }

  @Test("what keeps a run from its store altogether pauses it with a sentence that says so")
  func refused() throws {
    try DaemonFixture.with("refused") { fixture in
      let stores = try Stores(fixture)
      let page = try StubServer { request, connection in
        _ = connection.read(request.contentLength)
        return connection.answer(
          200, ["Content-Type: text/html"], body: Array("<html><p>Welcome</p></html>".utf8))
      }
      defer { page.stop() }
      try fixture.makePair()
      for number in 0..<50 {
        try Tree.write(fixture.folder + "/source", Array("f\(number)".utf8), [1, 2, 3])
      }
      let wrong = Canary("wrong")
      try Texts.write(wrong.text + "\n", to: fixture.folder + "/wrong")
      chmod(fixture.folder + "/wrong", 0o600)
      try stores.writeAddress(fixture, "nowhere", stores.loose, bucket: "no-such-bucket")
      try stores.writeAddress(fixture, "website", stores.loose, url: page.url)
      try stores.writeAddress(fixture, "skewed", stores.loose)
      try stores.writeAddress(fixture, "mistaken", stores.strict)
      let mistaken = fixture.etc + "/addresses.d/mistaken.address"
      try Texts.write(
        try Texts.read(mistaken).replacing("/secret\n", with: "/wrong\n"), to: mistaken)
      let cases = [
        ("mistaken", "the signature does not match"), ("nowhere", "there is no such bucket"),
        ("website", "does not answer as an object store does"), ("skewed", "clock"),
      ]
      for (name, _) in cases {
        try fixture.writePlainJob("to-\(name)", from: "src", to: name)
        try fixture.writePlainJob("from-\(name)", from: name, to: "dst")
      }
      try fixture.start()
      for (name, sentence) in cases {
        if name == "skewed" { stores.loose.proxy.storm(.skewedDate, next: 10_000) }
        for job in ["to-\(name)", "from-\(name)"] {
          let took = try seconds { _ = try fixture.ended(job) }
          let said = try fixture.ferry("get-job", job).out
          #expect(try fixture.status(job) == "SUSPEND", "\(job)")
          #expect(said.contains(sentence), "\(job): \(said)")
          #expect(try fixture.newest(job)["FailedCount"].number <= 0, "\(job)")
          #expect(took < 20, "\(job)")
        }
      }
      // The secrets are where they were put, and nowhere else.
      let canaries = [wrong]
      let pid = try #require(fixture.daemon?.pid)
      var hits = try Canary.hits(of: canaries, inProcess: pid)
      for place in ["state", "etc", "out", "run"] {
        hits += Canary.hits(of: canaries, below: "\(fixture.folder)/\(place)")
      }
      hits += Canary.hits(of: canaries, in: Data(try Texts.read(fixture.log).utf8), "the log")
      #expect(hits == [])
    }
  }
}
