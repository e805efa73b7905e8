import Foundation
import Migration
import Synchronization
import Testing
import Wire

@testable import Server

@Suite struct HTTPServerTests {
  @Test("a connection serves one request after the other, each answer with its own ID")
  func keepAlive() throws {
    try withServer(handler: echo) { path, _ in
      let client = try Client(path)
      var ids: Set<String> = []
      for number in 0..<5 {
        let reply = try client.ask("GET", "/n/\(number)")
        #expect(reply.status == 200)
        #expect(reply.body == "GET\n/n\n/\(number)\n0")
        #expect(reply.requestID.count == 24)
        #expect(reply.requestID.allSatisfy { "0123456789ABCDEF".contains($0) })
        ids.insert(reply.requestID)
      }
      #expect(ids.count == 5)
    }
  }

  @Test("requests sent at once are answered in their order")
  func pipelined() throws {
    try withServer(handler: echo) { path, _ in
      let client = try Client(path)
      client.send(
        Client.request("GET", "/a") + Client.request("POST", "/b", body: "12345")
          + Client.request("GET", "/c"))
      #expect(try client.reply().body == "GET\n/a\n0")
      #expect(try client.reply().body == "POST\n/b\n5")
      #expect(try client.reply().body == "GET\n/c\n0")
    }
  }

  @Test("a body that comes byte by byte is read whole, and so is one in chunks")
  func slowBody() throws {
    try withServer(handler: echo) { path, _ in
      let client = try Client(path)
      for byte in Client.request("POST", "/slow", body: "0123456789").utf8 {
        #expect(client.send([byte]))
      }
      #expect(try client.reply().body == "POST\n/slow\n10")
      client.send(
        "PATCH /c HTTP/1.1\r\nHost: f\r\nTransfer-Encoding: chunked\r\n\r\n"
          + "3\r\nabc\r\n5\r\ndefgh\r\n0\r\n\r\n")
      #expect(try client.reply().body == "PATCH\n/c\n8")
    }
  }

  @Test("HEAD gets the headers of GET and no body")
  func head() throws {
    try withServer(handler: echo) { path, _ in
      let client = try Client(path)
      let reply = try client.ask("HEAD", "/abc")
      #expect(reply.status == 200)
      #expect(reply.contentLength == 11)
      #expect(try client.ask("GET", "/after").body == "GET\n/after\n0")
    }
  }

  @Test("a path is taken apart before it is decoded, and what is no UTF-8 is refused")
  func percentEncoding() throws {
    try withServer(handler: echo) { path, _ in
      let client = try Client(path)
      let reply = try client.ask("GET", "/a%2Fb/%C3%BC%20x?marker=a%26b+c&n")
      #expect(reply.body == "GET\n/a/b\n/ü x\nmarker=a&b c\nn=\n0")
      for target in ["/%ff", "/%zz", "/%4", "/x?a=%C3", "nothing"] {
        let reply = try client.ask("GET", target)
        #expect(reply.status == 400, "\(target)")
        #expect(try reply.refusal().code == "InvalidArgument")
        #expect(try reply.refusal().requestId == reply.requestID)
      }
    }
  }

  @Test("a body as large as the limit is read, a larger one refused with 413")
  func largeBody() throws {
    try withServer(limits: ServerLimits(bodyBytes: 100_000), handler: echo) { path, _ in
      let client = try Client(path)
      let most = String(repeating: "x", count: 100_000)
      #expect(try client.ask("POST", "/b", body: most).body == "POST\n/b\n100000")
      let reply = try client.ask("POST", "/b", body: most + "x")
      #expect(reply.status == 413)
      #expect(try reply.refusal().code == "EntityTooLarge")
      #expect(try client.ask("GET", "/after").status == 200)
    }
  }

  @Test("a body announced as far too large is refused before it is sent")
  func announcedBody() throws {
    for method in ["POST", "PUT", "PATCH", "DELETE"] {
      try withServer(handler: echo) { path, _ in
        let client = try Client(path)
        client.send("\(method) /b HTTP/1.1\r\nHost: f\r\nContent-Length: 99999999999\r\n\r\nabc")
        #expect(try client.reply().status == 413)
        _ = try client.readToEnd()
        let polite = try Client(path)
        polite.send(
          "\(method) /b HTTP/1.1\r\nHost: f\r\nContent-Length: 2000000\r\n"
            + "Expect: 100-continue\r\n\r\n")
        #expect(try polite.reply().status == 413)
        #expect(try Client(path).ask("GET", "/after").status == 200)
      }
    }
  }

  @Test("a body in endless chunks is cut off")
  func endlessBody() throws {
    try withServer(limits: ServerLimits(bodyBytes: 1000), handler: echo) { path, _ in
      let client = try Client(path)
      client.send("POST /b HTTP/1.1\r\nHost: f\r\nTransfer-Encoding: chunked\r\n\r\n")
      let chunk = "400\r\n" + String(repeating: "x", count: 0x400) + "\r\n"
      var sent = 0
      while sent < 10_000, client.send(chunk) { sent += 1 }
      #expect(sent < 10_000)
      #expect(try Client(path).ask("GET", "/after").status == 200)
    }
  }

  @Test("what is no HTTP is answered with 400 or closed, and headers have a limit")
  func garbage() throws {
    try withServer(limits: ServerLimits(headerBytes: 4096), handler: echo) { path, _ in
      let requests = [
        "\r\n\r\n\u{0}\u{1}\u{2}\r\n\r\n", "GET\r\n\r\n", "\u{16}\u{3}\u{1}\u{2}hello\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n", "GET /\r\nno colon\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: f\r\nX: \(String(repeating: "x", count: 10_000))\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: f\r\nContent-Length: -1\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: f\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
      ]
      for request in requests {
        let client = try Client(path)
        client.send(request)
        client.finish()
        let answer = String(decoding: try client.readToEnd(), as: UTF8.self)
        #expect(
          !answer.hasPrefix("HTTP/1.1 2") && !answer.hasPrefix("HTTP/1.1 500"),
          "\(request.prefix(40)): \(answer.prefix(80))")
      }
      #expect(try Client(path).ask("GET", "/after").status == 200)
    }
  }

  @Test("a client that ends within a request is let go at once, a whole request answered first")
  func halfClosed() throws {
    try withServer(limits: ServerLimits(idleSeconds: 0), handler: echo) { path, _ in
      let whole = Client.request("POST", "/b", body: "12345")
      for count in 1..<whole.utf8.count {
        let client = try Client(path)
        client.send(whole.utf8.prefix(count))
        client.finish()
        #expect(try client.readToEnd().isEmpty, "\(count) bytes")
      }
      let client = try Client(path)
      client.send(whole)
      client.finish()
      #expect(try client.reply().body == "POST\n/b\n5")
      #expect(try client.readToEnd().isEmpty)
    }
  }

  @Test("a server with one thread and room for no connection still serves one")
  func smallest() throws {
    let limits = ServerLimits(threads: 0, connections: 0, headerBytes: 0)
    try withServer(limits: limits, handler: echo) { path, _ in
      let reply = try Client(path).ask("GET", "/a")
      #expect(reply.body == "GET\n/a\n0")
    }
  }

  @Test("200 clients at once get their own answers, over connections that stay open")
  func concurrent() throws {
    try withServer(handler: echo) { path, _ in
      let wrong = Mutex<[String]>([])
      let all = DispatchGroup()
      for number in 0..<200 {
        all.enter()
        Thread.detachNewThread {
          do {
            let client = try Client(path)
            for round in 0..<5 {
              let body = String(repeating: "x", count: number)
              let reply = try client.ask("POST", "/\(number)/\(round)", body: body)
              guard reply.body == "POST\n/\(number)\n/\(round)\n\(number)" else {
                throw ClientError("\(number): \(reply.body)")
              }
            }
          } catch {
            wrong.withLock { $0.append("\(error)") }
          }
          all.leave()
        }
      }
      all.wait()
      #expect(wrong.withLock { $0 } == [])
    }
  }

  @Test("an answer that takes longer than a connection may idle still arrives")
  func slowHandler() throws {
    let slow: RequestHandler = { request in
      // The library counts whole seconds, so this has to be real time.
      _ = poll(nil, 0, 2100)
      return echo(request)
    }
    try withServer(limits: ServerLimits(idleSeconds: 1), handler: slow) { path, _ in
      let client = try Client(path)
      #expect(try client.ask("GET", "/slow").body == "GET\n/slow\n0")
      // And the connection is closed when it idles afterwards.
      #expect(try client.readToEnd().isEmpty)
    }
  }

  @Test("the log is told of every answer: who, what, and how it went")
  func log() throws {
    let records = Mutex<[RequestRecord]>([])
    try withServer(
      log: { record in records.withLock { $0.append(record) } }, handler: echo
    ) { path, _ in
      let client = try Client(path)
      let first = try client.ask("GET", "/a%20b?secret=1")
      _ = try client.ask("GET", "/%ff")
      let seen = records.withLock { $0 }
      try #require(seen.count == 2)
      #expect(seen[0].caller?.name == "uid:\(getuid())")
      #expect(seen[0].caller?.place == "pid:\(getpid())")
      #expect(seen[0].method == "GET")
      #expect(seen[0].path == "/a%20b")
      #expect(seen[0].status == 200)
      #expect(seen[0].microseconds >= 0)
      #expect(seen[0].requestID == first.requestID)
      #expect(seen[1].status == 400)
    }
  }

  @Test("a server is not made on what is no listening socket")
  func noSocket() throws {
    #expect(throws: ServerError.self) {
      try HTTPServer(listeningOn: socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0), handler: echo)
    }
    #expect(throws: ServerError.self) { try HTTPServer(listeningOn: -1, handler: echo) }
  }
}
