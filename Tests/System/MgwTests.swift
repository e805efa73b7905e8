import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: System.isAskedFor, System.how))
struct MgwTests {
  private static let script = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../scripts/mgw-life").standardizedFileURL.path

  @Test(
    "Alibaba Cloud's own SDK drives a migration's whole life, its retry included",
    .enabled(if: Peers.hasSDK, "needs the SDK: make deps-test"))
  func life() throws {
    try DaemonFixture.with("mgw-life") { fixture in
      let source = try fixture.makeFolder("source")
      let destination = try fixture.makeFolder("destination")
      for name in ["a.txt", "b.txt", "c.txt"] {
        try Tree.write(source, Array(name.utf8), Array("object".utf8))
      }
      try Tree.write(destination, Array("a.txt/x".utf8), [1])
      let remote = try Remote(fixture)
      try remote.writeKey("sdk", id: "LTAI-EXAMPLE", secret: "EXAMPLE-SECRET", role: "admin")
      try fixture.start()
      let said = try fixture.run([
        Peers.program("python3"), Self.script, "\(remote.port)", "LTAI-EXAMPLE", "EXAMPLE-SECRET",
        source + "/", destination + "/", destination + "/a.txt",
      ])
      #expect(said.status == 0 && said.out.hasSuffix("end\n"), "\(said)")
      let audit = try fixture.ferry("audit", "sdk-job", "--json").data.array
      #expect(audit.last?["Action"].text == "CreateJob")
      #expect(audit.allSatisfy { $0["Caller"].text == "key:sdk" })
      #expect(audit.contains { $0["Outcome"].text == "InvalidImportJobStatus" })
      let log = try Texts.read(fixture.log)
      #expect(!log.contains("EXAMPLE-SECRET"))
    }
  }

  @Test("over TLS tokens open what their role lets; nothing else is told to anybody")
  func tokens() throws {
    try DaemonFixture.with("mgw-tokens") { fixture in
      let remote = try Remote(fixture, tls: true)
      try fixture.makePair()
      try fixture.start()
      let viewer = try fixture.ferry("create-token", "graf", "--role", "viewer").out
      let runner = try fixture.ferry(
        "create-token", "cron", "--role", "operator", "--lifetime", "1h", "--json"
      ).data["Token"].text
      func ask(_ words: String..., token: String = "") throws -> String {
        try remote.ask(words, token: token.trimmingCharacters(in: .whitespacesAndNewlines))
      }
      #expect(try ask("/healthz") == "200 ok\n")
      for path in ["/metrics", "/api/v1/jobs", "/api/v1/status", "/", "/job/job", "/ui/"] {
        let answer = try ask(path)
        #expect(answer.hasPrefix("401 ") || answer.hasPrefix("403 "), "\(path): \(answer)")
        #expect(!answer.contains("src"), "\(path): \(answer)")
      }
      #expect(try ask("/metrics", token: viewer).hasPrefix("200 "))
      #expect(try ask("/api/v1/jobs/job", token: viewer).contains("\"SrcAddress\":\"src\""))
      let start = ["-X", "PATCH", "-d", #"{"Status":"IMPORT_JOB_LAUNCHING"}"#, "/api/v1/jobs/job"]
      #expect(try remote.ask(start, token: viewer).hasPrefix("403 "))
      #expect(try remote.ask(start, token: runner).hasPrefix("200 "))
      #expect(try ask("-X", "DELETE", "/api/v1/jobs/job", token: runner).hasPrefix("403 "))
      #expect(try ask("/api/v1/tokens", token: runner).hasPrefix("403 "))
      #expect(try ask("/api/v1/audit", token: viewer).hasPrefix("403 "))
      try fixture.done("delete-token", "graf", "--force")
      #expect(try ask("/metrics", token: viewer).hasPrefix("401 "))
      let audit = try fixture.ferry("audit").out
      #expect(audit.contains("token:cron") && audit.contains("127.0.0.1"))
      // What is kept opens nothing.
      let kept = try fixture.column("SELECT hex(digest) FROM token")
      #expect(kept.count == 1 && !runner.isEmpty)
      let files = try fixture.run(["/bin/grep", "-rlF", runner, fixture.state, fixture.log])
      #expect(files.status == 1, "\(files)")
    }
  }

  @Test("keys come and go with a reload, all or nothing; one that others can read is a mistake")
  func keys() throws {
    try DaemonFixture.with("mgw-keys") { fixture in
      let remote = try Remote(fixture)
      try remote.writeKey("one", id: "ONE", secret: "first-secret", role: "viewer")
      try fixture.start()
      #expect(try remote.signed("/joblist", id: "ONE", secret: "first-secret").hasPrefix("200 "))
      try remote.writeKey("two", id: "TWO", secret: "second-secret", role: "viewer", mode: 0o644)
      let refused = try fixture.ferry("reload")
      #expect(refused.status == 78 && refused.err.contains("holds a secret"), "\(refused)")
      #expect(!refused.err.contains("second-secret"))
      #expect(
        try remote.signed("/joblist", id: "TWO", secret: "second-secret").contains(
          "InvalidAccessKeyId"))
      chmod(fixture.etc + "/access-keys.d/two.key", 0o600)
      try FileManager.default.removeItem(atPath: fixture.etc + "/access-keys.d/one.key")
      try fixture.done("reload")
      #expect(try remote.signed("/joblist", id: "TWO", secret: "second-secret").hasPrefix("200 "))
      #expect(
        try remote.signed("/joblist", id: "ONE", secret: "first-secret").contains(
          "InvalidAccessKeyId"))
    }
  }

  @Test("others are not answered in the clear unless that is said")
  func plain() throws {
    try DaemonFixture.with("mgw-plain") { fixture in
      let said = try fixture.startInVain(["--listen", "0.0.0.0:1"])
      #expect(said.status == 78 && said.err.contains("PlainHTTP=yes"), "\(said)")
      let odd = try fixture.startInVain(["--listen", "nowhere"])
      #expect(odd.status == 64 && odd.err.contains("HOST:PORT"), "\(odd)")
    }
  }

  @Test(
    "a client that sends its request byte by byte is cut off, and others are answered meanwhile")
  func slow() throws {
    try DaemonFixture.with("mgw-slow") { fixture in
      let remote = try Remote(fixture)
      try fixture.start()
      var slow: [Int32] = []
      for _ in 0..<100 { slow.append(try remote.connect()) }
      defer { for raw in slow { close(raw) } }
      for raw in slow { _ = send(raw, "GET /hea", 8, 0) }
      #expect(try remote.ask(["/healthz"]) == "200 ok\n")
      let isOver = eventually(45) {
        // A byte now and then keeps the library itself content.
        for raw in slow { _ = send(raw, "l", 1, Int32(MSG_NOSIGNAL)) }
        var byte: UInt8 = 0
        return slow.allSatisfy {
          recv($0, &byte, 1, Int32(MSG_DONTWAIT)) == 0 || errno == ECONNRESET
        }
      }
      #expect(isOver)
      #expect(try remote.ask(["/healthz"]) == "200 ok\n")
    }
  }
}
