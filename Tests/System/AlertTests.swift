import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: System.isAskedFor, System.how), .daemonLog) struct AlertTests {
  @Test("a good run pings the job's URL and the daemon's, a bad one nobody, and no log has the URL")
  func ping() throws {
    try DaemonFixture.with("ping") { fixture in
      let server = try PingServer(fixture)
      try makeJob(fixture, "PingURL=\(server.url)/own-token")
      let secret = fixture.folder + "/ping-url"
      try Texts.write("\(server.url)/all-token\n", to: secret)
      chmod(secret, 0o600)
      try Texts.write("[Health]\nPingURLFile=\(secret)\n", to: fixture.etc + "/ferryd.conf")
      try fixture.start()
      #expect(try fixture.ferry("start-job", "job", "--wait").status == 0)
      let isTold = try eventually(10) {
        Set(try server.requests()) == ["GET /own-token", "GET /all-token"]
      }
      #expect(isTold)
      // A run with a failure, then a good one: one more ping each, and none between.
      try Tree.write(fixture.folder + "/source", Array("bad".utf8), Array("object".utf8))
      try Tree.write(fixture.folder + "/destination", Array("bad/x".utf8), [1])
      #expect(try fixture.ferry("start-job", "job", "--wait").status == 2)
      try FileManager.default.removeItem(atPath: fixture.folder + "/destination/bad")
      #expect(try fixture.ferry("retry-job", "job", "--wait").status == 0)
      let isToldAgain = try eventually(10) {
        try server.requests().filter { $0 == "GET /own-token" }.count == 2
      }
      #expect(isToldAgain)
      #expect(fixture.stop() == 0)
      let log = try Texts.read(fixture.log)
      #expect(!log.contains("token"))
    }
  }

  @Test(
    "a ping that fails for now is tried again; one that is refused, or whose file is open, is told")
  func pingTrouble() throws {
    try DaemonFixture.with("ping-trouble") { fixture in
      let server = try PingServer(fixture)
      try makeJob(fixture, "PingURL=\(server.url)/fails-once")
      try fixture.start()
      #expect(try fixture.ferry("start-job", "job", "--wait").status == 0)
      let isTold = try eventually(10) { try server.requests().count == 2 }
      #expect(isTold)
      try makeJob(fixture, "PingURL=\(server.url)/missing-token")
      try fixture.done("reload")
      #expect(try fixture.ferry("start-job", "job", "--wait").status == 0)
      try expectLog(fixture, "127.0.0.1: it answers 404")
      let open = fixture.folder + "/open-url"
      try Texts.write("\(server.url)/token\n", to: open)
      chmod(open, 0o644)
      try makeJob(fixture, "PingURLFile=\(open)")
      try fixture.done("reload")
      #expect(try fixture.ferry("start-job", "job", "--wait").status == 0)
      try expectLog(fixture, "is open to others")
      let log = try Texts.read(fixture.log)
      #expect(!log.contains("token"))
    }
  }

  @Test("what needs a person is left as an event, one of each kind and job, and nothing by default")
  func events() throws {
    try DaemonFixture.with("events") { fixture in
      try makeJob(fixture, "[Retry]\nAuto=no")
      try Tree.write(fixture.folder + "/source", Array("bad".utf8), Array("object".utf8))
      try Tree.write(fixture.folder + "/destination", Array("bad/x".utf8), [1])
      try fixture.start()
      let folder = fixture.folder + "/run/events"
      #expect(try fixture.ferry("start-job", "job", "--wait").status == 2)
      #expect(access(folder, F_OK) != 0)
      try Texts.write("[Health]\nEvents=yes\n", to: fixture.etc + "/ferryd.conf")
      try fixture.done("reload")
      for _ in 1...3 { #expect(try fixture.ferry("start-job", "job", "--wait").status == 2) }
      let file = folder + "/failed.job.event"
      let isLeft = try eventually(10) {
        try access(file, F_OK) == 0 && Texts.read(file).contains("FERRY_RUN_ID=4\n")
      }
      #expect(isLeft)
      let text = try Texts.read(file)
      #expect(text.contains("FERRY_EVENT=failed\nFERRY_JOB=job\n"), "\(text)")
      #expect(text.contains("FERRY_FILES_FAILED=1\n"), "\(text)")
      try Texts.write("[Job]\nSource=$(reboot) \"\n", to: fixture.etc + "/jobs.d/wrong.job")
      #expect(try fixture.ferry("reload").status == 78)
      let reload = folder + "/reload.ferryd.event"
      #expect(eventually(10) { access(reload, F_OK) == 0 })
      let refused = try Texts.read(reload)
      #expect(!refused.contains("$"), "\(refused)")
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == [
          "failed.job.event", "reload.ferryd.event",
        ])
      try expectHandedOver(fixture, folder)
    }
  }

  /// The program that root runs hands over what ferryd has left, and nothing that it would not leave.
  private func expectHandedOver(_ fixture: DaemonFixture, _ folder: String) throws {
    let (environments, calls) = (try fixture.makeFolder("env"), fixture.folder + "/calls")
    let fake = fixture.folder + "/systemctl"
    try Texts.write(
      """
      #!/bin/sh
      echo "$*" >> \(calls)
      job=${2#ferry-failure@}
      cat "\(environments)/${job%.service}.env" >> \(calls)

      """, to: fake)
    chmod(fake, 0o755)
    try Texts.write("FERRY_SECRET=1\n", to: fixture.folder + "/secret")
    symlink(fixture.folder + "/secret", folder + "/failed.link.event")
    try Texts.write("x", to: folder + "/failed.a;b.event")
    try Texts.write("x", to: folder + "/strange")
    try FileManager.default.createDirectory(
      atPath: folder + "/failed.folder.event", withIntermediateDirectories: true)
    try Texts.write(
      "FERRY_EVENT=failed\nLD_PRELOAD=/x\nFERRY_REASON=\"$(reboot)\"\nFERRY_RUN_ID=1\n",
      to: folder + "/failed.evil.event")
    let script =
      URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().path + "/systemd/ferry-events"
    let said = try fixture.run([
      "/usr/bin/env", "FERRY_SYSTEMCTL=\(fake)", "/bin/sh", script, folder, environments,
    ])
    #expect(said.status == 0, "\(said)")
    let told = try Texts.read(calls)
    #expect(told.contains("start ferry-failure@job.service\nFERRY_EVENT=failed\nFERRY_JOB=job\n"))
    #expect(told.contains("start ferry-failure@ferryd.service\n"))
    #expect(told.contains("FERRY_REASON=\"failed objects: 1;"), "\(told)")
    #expect(told.contains("start ferry-failure@evil.service\nFERRY_EVENT=failed\nFERRY_RUN_ID=1\n"))
    for word in ["LD_PRELOAD", "reboot)\"", "SECRET", "link", "folder", "a;b"] {
      #expect(!told.contains(word), "\(word): \(told)")
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
    #expect(try FileManager.default.contentsOfDirectory(atPath: environments) == [])
  }

  private func makeJob(_ fixture: DaemonFixture, _ more: String) throws {
    try fixture.makePair(job: "job", more + "\n")
    try Tree.write(fixture.folder + "/source", Array("good".utf8), Array("object".utf8))
  }

  private func expectLog(_ fixture: DaemonFixture, _ words: String) throws {
    let isThere = try eventually(10) { try Texts.read(fixture.log).contains(words) }
    #expect(isThere, "\(words)")
  }
}

/// A small server that remembers what it was asked.
private final class PingServer {
  let url: String
  private let log: String
  private let child: Child

  init(_ fixture: DaemonFixture) throws {
    log = fixture.folder + "/pings"
    let port = fixture.folder + "/port"
    let script = """
      import http.server, os, sys
      seen = set()
      class Handler(http.server.BaseHTTPRequestHandler):
          def do_GET(self):
              open(sys.argv[1], 'a').write('GET ' + self.path + '\\n')
              code = 404 if 'missing' in self.path else 200
              if 'fails' in self.path and self.path not in seen:
                  code = 503
              seen.add(self.path)
              self.send_response(code)
              self.send_header('Content-Length', '2')
              self.end_headers()
              self.wfile.write(b'ok')
          def log_message(self, *words): pass
      server = http.server.HTTPServer(('127.0.0.1', 0), Handler)
      open(sys.argv[2] + '.new', 'w').write(str(server.server_port))
      os.rename(sys.argv[2] + '.new', sys.argv[2])
      server.serve_forever()
      """
    try Texts.write("", to: log)
    child = try Child(
      ["/usr/bin/python3", "-c", script, log, port], environment: ["PATH": "/usr/bin:/bin"],
      output: fixture.folder + "/out/server", errors: fixture.folder + "/out/server")
    #expect(eventually(20) { access(port, F_OK) == 0 })
    url = "http://127.0.0.1:\(try Texts.read(port))"
  }

  func requests() throws -> [String] {
    try Texts.read(log).split(separator: "\n").map(String.init)
  }
}
