import Foundation
import Testing
import Wire

@testable import Server

@Suite struct StopTests {
  @Test("stopping lets running requests end, and closes then")
  func stopWhileRunning() throws {
    let (entered, leave, stopped) = (Events(), Events(), Events())
    let handler: RequestHandler = { request in
      entered.signal()
      leave.wait()
      return echo(request)
    }
    try withServer(handler: handler) { path, server in
      let client = try Client(path)
      client.send(Client.request("GET", "/running"))
      #expect(entered.wait())
      Thread.detachNewThread {
        server.stop()
        stopped.signal()
      }
      while server.core.running.isTaking { sched_yield() }
      leave.signal()
      #expect(try client.reply().body == "GET\n/running\n0")
      #expect(stopped.wait())
      #expect(try client.readToEnd().isEmpty)
      #expect(throws: ClientError.self) { try Client(path) }
    }
  }

  @Test("a request over an open connection is refused with 503 while the server stops")
  func requestWhileStopping() throws {
    try withServer(handler: echo) { path, server in
      let client = try Client(path)
      #expect(try client.ask("GET", "/a").status == 200)
      server.core.running.stopTaking()
      let reply = try client.ask("GET", "/b")
      #expect(reply.status == 503)
      #expect(try reply.refusal().code == "ServiceUnavailable")
      #expect(try client.readToEnd().isEmpty)
    }
  }

  @Test("a client that does not send its body holds up stopping no longer than the limit")
  func halfRequest() throws {
    try withServer(limits: ServerLimits(drainSeconds: 0), handler: echo) { path, server in
      let client = try Client(path)
      #expect(try client.ask("GET", "/a").status == 200)
      client.send("POST /b HTTP/1.1\r\nHost: f\r\nContent-Length: 10\r\n\r\nabc")
      server.stop()
      server.stop()
      #expect(try client.readToEnd().isEmpty)
    }
  }

  @Test("a server that was forgotten has stopped")
  func forgotten() throws {
    try withServer(handler: echo) { path, _ in
      // Another one beside the first, which nobody keeps.
      let other = path + "2"
      do {
        let server = try HTTPServer(listeningOn: listeningSocket(at: other), handler: echo)
        #expect(try Client(other).ask("GET", "/").status == 200)
        withExtendedLifetime(server) {}
      }
      #expect(throws: ClientError.self) { try Client(other) }
    }
  }
}
