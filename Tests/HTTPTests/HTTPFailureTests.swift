import Foundation
import HTTP
import Synchronization
import TestSupport
import Testing

@Suite struct HTTPFailureTests {
  @Test("a connection that ends at the wrong moment is told from a short body")
  func resets() throws {
    let head = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n"
    let cases: [(String, String, @Sendable (StubConnection) -> Void)] = [
      ("reset at the head", "reset", { $0.reset() }),
      ("closed without an answer", "reset", { $0.end() }),
      ("closed in the head", "reset", { $0.send("HTTP/1.1 200 OK\r\nConte") }),
      (
        "reset in the body", "reset",
        {
          $0.send(head + "half")
          $0.reset()
        }
      ),
      ("short body", "cut", { $0.send(head + "half") }),
      (
        "short chunks", "cut",
        { $0.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nha") }
      ),
      ("not HTTP", "malformed", { $0.send("220 mail.example ESMTP\r\n") }),
    ]
    for (name, wanted, act) in cases {
      let server = try StubServer { _, connection in
        act(connection)
        return false
      }
      let error = try failure(HTTPClient(settings: direct), server.url + "/key")
      #expect(kind(error) == wanted, "\(name): \(error)")
      #expect(error.mayPass == (wanted != "malformed"), "\(name)")
      #expect(error.server == "127.0.0.1:\(server.port)")
      #expect("\(error)".contains("127.0.0.1:\(server.port)"), "\(error)")
    }
  }

  @Test("nobody there, no such name, no answer to a connection: each has its own sentence")
  func connections() throws {
    let port: UInt16 = try {
      let server = try StubServer { _, _ in false }
      server.stop()
      return server.port
    }()
    let refused = try failure(HTTPClient(settings: direct), "http://127.0.0.1:\(port)/")
    #expect(kind(refused) == "connect", "\(refused)")
    let unknown = try failure(HTTPClient(settings: direct), "https://nobody.invalid/x?secret=1")
    #expect(kind(unknown) == "resolve", "\(unknown)")
    #expect(unknown.server == "nobody.invalid:443")
    #expect(!"\(unknown)".contains("secret"))
    #expect(refused.mayPass && unknown.mayPass)
  }

  @Test("an answer that stops moving is given up after the time that is set")
  func stalls() throws {
    var settings = direct
    settings.stallTimeout = .milliseconds(150)
    for half in ["", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"] {
      let server = try StubServer { _, connection in
        connection.send(half)
        connection.waitForEnd()
        return false
      }
      let start = ContinuousClock.now
      let error = try failure(HTTPClient(settings: settings), server.url)
      #expect(kind(error) == "stalled", "\(error)")
      #expect("\(error)".contains("150 ms") && error.mayPass)
      #expect(ContinuousClock.now - start < .seconds(5))
    }
  }

  @Test("the time that a caller's own closure takes is no stall")
  func patience() throws {
    var settings = direct
    settings.stallTimeout = .milliseconds(50)
    let server = try StubServer { request, connection in
      connection.answer(body: connection.read(request.contentLength))
    }
    let client = try HTTPClient(settings: settings)
    var isFirst = true
    var body: [UInt8] = []
    let request = HTTPRequest(
      method: "PUT", url: server.url,
      body: .stream(
        length: 3,
        read: { room in
          if isFirst { usleep(120_000) }
          isFirst = false
          room[0] = 7
          return 1
        }, rewind: {}))
    _ = try client.perform(request) { part in
      usleep(120_000)
      body += part
    }
    #expect(body == [7, 7, 7])
  }

  @Test("who is told to stop does so within a second, and before a request at once")
  func stops() throws {
    let isToStop = Mutex(false)
    let server = try StubServer { _, connection in
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")
      isToStop.withLock { $0 = true }
      connection.waitForEnd()
      return false
    }
    let client = try HTTPClient(settings: direct, stop: { isToStop.withLock { $0 } })
    let start = ContinuousClock.now
    let error = try failure(client, server.url)
    #expect(kind(error) == "stopped" && !error.mayPass, "\(error)")
    #expect(ContinuousClock.now - start < .seconds(3))
    #expect(kind(try failure(client, server.url)) == "stopped")
    #expect(server.requests == 1)
    isToStop.withLock { $0 = false }
  }

  @Test("an error of the caller's own comes back, and the client goes on")
  func ownErrors() throws {
    struct Own: Error {}
    let server = try StubServer { request, connection in
      connection.answer(body: connection.read(request.contentLength) + [1, 2, 3])
    }
    let client = try HTTPClient(settings: direct)
    func kindOf(_ body: () throws -> Void) -> String {
      do {
        try body()
      } catch let error as HTTPError {
        switch error.kind {
        case .sink(let cause) where cause is Own: return "sink"
        case .source(let cause) where cause is Own: return "source"
        default: return "\(error)"
        }
      } catch {
        return "\(error)"
      }
      return "none"
    }
    #expect(kindOf { _ = try client.perform(get(server)) { _ in throw Own() } } == "sink")
    #expect(
      kindOf { _ = try client.perform(get(server), head: { _ in throw Own() }, body: { _ in }) }
        == "sink")
    let source = HTTPRequest(
      method: "PUT", url: server.url,
      body: .stream(length: 4, read: { _ in throw Own() }, rewind: {}))
    #expect(kindOf { _ = try client.perform(source) { _ in } } == "source")
    let short = try failure(
      client, server.url, method: "PUT",
      body: .stream(length: 4, read: { _ in 0 }, rewind: {}))
    #expect("\(short)".contains("it ended after 0 of 4 bytes"), "\(short)")
    #expect(try client.fetch(get(server)).body == [1, 2, 3])
  }

  @Test("a head without end and a body over its limit are refused")
  func tooLarge() throws {
    let server = try StubServer { request, connection in
      guard request.target == "/head" else { return connection.answer(body: random(5_000)) }
      connection.send("HTTP/1.1 200 OK\r\n")
      let line = "X-Long: " + String(repeating: "a", count: 4_000) + "\r\n"
      for _ in 0..<100 { connection.send(line) }
      return connection.send("\r\n")
    }
    let client = try HTTPClient(settings: direct)
    #expect(kind(try failure(client, server.url + "/head")) == "tooLarge")
    do throws(HTTPError) {
      _ = try client.fetch(get(server), limit: 4_999)
      Issue.record("taken")
    } catch {
      #expect("\(error)".contains("longer than 4999 bytes"), "\(error)")
    }
    #expect(try client.fetch(get(server), limit: 5_000).body.count == 5_000)
  }

  @Test("what would be another header or another request is never sent")
  func injections() throws {
    let server = try StubServer { _, connection in connection.answer() }
    let client = try HTTPClient(settings: direct)
    let headers: [(name: String, value: String)] = [
      ("X-A", "1\r\nX-B: 2"), ("X-A", "1\nX-B: 2"), ("X-A", "1\u{0}"), ("X-A: 1\r\nX-B", "2"),
      ("", "1"), ("X A", "1"), ("X-A:", "1"),
    ]
    for header in headers {
      let error = try failure(client, server.url, headers: [header])
      #expect(kind(error) == "request", "\(header): \(error)")
    }
    let urls = [
      server.url + "/a b", server.url + "/a\r\nX: 1", server.url + "/ä", server.url + "/\u{0}",
      "file:///etc/passwd", "ftp://127.0.0.1/", "127.0.0.1/", "", "http://u:sesame@127.0.0.1/",
    ]
    for url in urls {
      let error = try failure(client, url)
      #expect(kind(error) == "request", "\(url): \(error)")
      #expect(!"\(error)".contains("sesame"))
    }
    for method in ["", "GET /", "get", "G\r\n"] {
      #expect(kind(try failure(client, server.url, method: method)) == "request")
    }
    #expect(server.requests == 0)
  }
}

/// The name of what happened.
private func kind(_ error: HTTPError) -> String {
  String("\(error.kind)".prefix { $0 != "(" })
}
