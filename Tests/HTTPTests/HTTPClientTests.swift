import Foundation
import HTTP
import Synchronization
import TestSupport
import Testing

@Suite struct HTTPClientTests {
  @Test("each method is sent as it is, with its headers and its body")
  func methods() throws {
    let server = try echo()
    let client = try HTTPClient(settings: direct)
    let body = Array("some bytes".utf8)
    let bodies: [(String, () -> HTTPBody, String)] = [
      ("none", { .none }, ""), ("bytes", { .bytes(body) }, "some bytes"),
      ("stream", { stream(body) }, "some bytes"),
    ]
    for method in ["GET", "PUT", "POST", "DELETE"] {
      for (name, sent, echoed) in bodies where method != "GET" || echoed.isEmpty {
        let answer = try client.fetch(
          HTTPRequest(
            method: method, url: server.url + "/a/../b//c/./%2F?x=1&y=",
            headers: [("X-One", "1"), ("x-empty", ""), ("X-Colon", "a:b, c")], body: sent()))
        let text = String(decoding: answer.body, as: UTF8.self)
        #expect(text.hasPrefix("\(method) /a/../b//c/./%2F?x=1&y= HTTP/1.1\r\n"), "\(text)")
        #expect(text.hasSuffix("\r\n\r\n" + echoed), "\(method) \(name): \(text)")
        #expect(text.contains("\r\nX-One: 1\r\nx-empty:\r\nX-Colon: a:b, c\r\n"), "\(text)")
        for never in ["Expect:", "Content-Type:", "Transfer-Encoding:", "Accept-Encoding:"] {
          #expect(!text.contains(never), "\(text)")
        }
        let hasLength = !echoed.isEmpty || method == "PUT" || method == "POST"
        #expect(text.contains("Content-Length: \(echoed.utf8.count)\r\n") == hasLength, "\(text)")
      }
    }
    let head = try client.fetch(HTTPRequest(method: "HEAD", url: server.url + "/"))
    #expect((head.head.status, head.body) == (200, []))
    #expect(head.head.integer("content-length") != nil)
    #expect(server.connections == 1)
    #expect(client.connections == 1)
  }

  @Test("an answer's head is read whole, its names with capitals or not")
  func heads() throws {
    let server = try StubServer { _, connection in
      connection.send("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404 Not Found\r\n")
      connection.send("ETag:  \"a b\" \r\nx-Empty:\r\nX-Two: 1\r\nX-Two: 2\r\n")
      return connection.send("Content-Length: 4\r\n\r\ngone")
    }
    let client = try HTTPClient(settings: direct)
    var heads = 0
    var body: [UInt8] = []
    let head = try client.perform(
      get(server),
      head: { head in
        heads += 1
        #expect(body.isEmpty)
        #expect(head.status == 404)
      },
      body: { body += $0 })
    #expect(heads == 1)
    #expect(body == Array("gone".utf8))
    #expect(head["etag"] == "\"a b\"")
    #expect(head["X-EMPTY"] == "")
    #expect(head["x-two"] == "1")
    #expect(head["x-tw"] == nil)
    #expect(head.integer("Content-Length") == 4)
    #expect(head.fields.map(\.name) == ["ETag", "x-Empty", "X-Two", "X-Two", "Content-Length"])
    #expect(head.fields.map(\.value) == ["\"a b\"", "", "1", "2", "4"])
  }

  @Test("large bodies go both ways unchanged, by a buffer and by a stream")
  func largeBodies() throws {
    let bytes = random(9_000_001)
    let server = try StubServer { request, connection in
      let body = connection.read(request.contentLength)
      return connection.answer(body: body)
    }
    let client = try HTTPClient(settings: direct)
    for isStream in [false, true] {
      let echoed = try bytes.withUnsafeBytes { buffer in
        try client.fetch(
          HTTPRequest(
            method: "PUT", url: server.url + "/large",
            body: isStream ? stream(bytes) : .buffer(buffer)),
          limit: 10_000_000)
      }
      #expect(echoed.body == bytes)
    }
    #expect(server.connections == 1)
  }

  @Test("an answer in chunks is put together, trailers and all")
  func chunks() throws {
    let server = try StubServer { _, connection in
      connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
      for part in ["one ", "two ", "three"] {
        connection.send("\(String(part.utf8.count, radix: 16))\r\n\(part)\r\n")
      }
      return connection.send("0\r\nX-Trailer: 1\r\n\r\n")
    }
    let client = try HTTPClient(settings: direct)
    for _ in 0..<2 {
      let answer = try client.fetch(get(server))
      #expect(String(decoding: answer.body, as: UTF8.self) == "one two three")
      #expect(answer.head["x-trailer"] == nil)
    }
    #expect(server.connections == 1)
  }

  @Test("a hundred requests share a connection; one that the server has closed is made anew")
  func connections() throws {
    let server = try StubServer { request, connection in
      let body = connection.read(request.contentLength)
      connection.answer(body: body)
      return request.target != "/last"
    }
    let client = try HTTPClient(settings: direct)
    for number in 0..<100 {
      let sent = Array("\(number)".utf8)
      let answer = try client.fetch(
        HTTPRequest(method: "PUT", url: server.url + "/\(number)", body: .bytes(sent)))
      #expect(answer.body == sent)
    }
    #expect(server.connections == 1)
    for _ in 0..<3 {
      let sent = Array("again".utf8)
      let answer = try client.fetch(
        HTTPRequest(method: "PUT", url: server.url + "/last", body: stream(sent)))
      #expect(answer.body == sent)
    }
    #expect(server.connections == 3)
    #expect(client.connections == 3)
  }

  @Test("a redirection is an answer, and is not followed")
  func redirections() throws {
    let server = try StubServer { _, connection in
      connection.answer(307, ["Location: /elsewhere"])
    }
    let answer = try HTTPClient(settings: direct).fetch(get(server))
    #expect(answer.head.status == 307)
    #expect(answer.head["location"] == "/elsewhere")
    #expect(server.requests == 1)
  }

  @Test("a request goes through a proxy that is set")
  func proxies() throws {
    let proxy = try StubServer { request, connection in
      connection.answer(body: Array(request.target.utf8))
    }
    var settings = HTTPSettings()
    settings.proxy = .url(proxy.url)
    let client = try HTTPClient(settings: settings)
    let url = "http://bucket.example/a%20key"
    let answer = try client.fetch(HTTPRequest(method: "GET", url: url))
    #expect(String(decoding: answer.body, as: UTF8.self) == url)
    // A tunnel is asked for by CONNECT, which this proxy refuses.
    let refusing = try StubServer { _, connection in connection.answer(407) }
    settings.proxy = .url(refusing.url)
    let error = try failure(HTTPClient(settings: settings), "https://bucket.example/")
    guard case .proxy = error.kind else { throw error }
    #expect(error.mayPass)
    #expect("\(error)".contains("bucket.example:443") && "\(error)".contains("407"), "\(error)")
  }
}

/// A server that answers with the request itself.
private func echo() throws -> StubServer {
  try StubServer { request, connection in
    let body = request.raw + connection.read(request.contentLength)
    guard request.method != "HEAD" else {
      return connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(body.count)\r\n\r\n")
    }
    return connection.answer(body: body)
  }
}
