import Foundation
import HTTP
import TestSupport
import Testing

@Suite struct PeerTests {
  @Test(
    "rclone and moto answer, and end with the test", .enabled(if: Peers.areThere, "\(Peers.how)"))
  func servers() throws {
    try Scratch.with("peers") { folder in
      let client = try HTTPClient(settings: direct)
      let (rclone, moto) = (try RcloneS3Server(folder), try MotoServer())
      let list = try client.fetch(HTTPRequest(method: "GET", url: rclone.url + "/"))
      // Nobody has signed this.
      #expect(
        [400, 403].contains(list.head.status), "\(String(decoding: list.body, as: UTF8.self))")
      let made = try client.fetch(HTTPRequest(method: "PUT", url: moto.url + "/bucket"))
      #expect(made.head.status == 200, "\(String(decoding: made.body, as: UTF8.self))")
      for process in [rclone.process, moto.process] {
        #expect(kill(process.pid, 0) == 0)
        process.stop()
        #expect(kill(process.pid, 0) != 0)
      }
    }
  }

  @Test("each fault does what it says, and without one all goes through")
  func faults() throws {
    let body = Array("<List>0123456789</List>".utf8)
    let server = try StubServer { request, connection in
      let sent = connection.read(request.contentLength)
      return connection.answer(body: sent.isEmpty ? body : sent)
    }
    let proxy = try FaultProxy(to: server.port, seed: 1)
    var settings = direct
    settings.stallTimeout = .milliseconds(100)
    func said(_ method: String, _ sent: HTTPBody) -> String {
      do throws(HTTPError) {
        // A fresh one: on a kept connection that ends without an answer libcurl tries once more.
        let answer = try HTTPClient(settings: settings).fetch(
          HTTPRequest(method: method, url: proxy.url + "/b?list-type=2", body: sent))
        return "\(answer.head.status) \(answer.head["etag"] ?? "-") \(answer.body.count)"
      } catch {
        return String("\(error.kind)".prefix { $0 != "(" })
      }
    }
    let large = random(600_000)
    #expect(said("GET", .none) == "200 - 23")
    #expect(said("PUT", .bytes(large)) == "200 - 600000")
    let cases: [(Fault, String, HTTPBody, String)] = [
      (.resetUpload, "PUT", .bytes(large), "reset"), (.resetAnswer, "GET", .none, "reset"),
      (.shortAnswer, "GET", .none, "cut"), (.slowDown, "GET", .none, "503 - 126"),
      (.serverError, "PUT", .bytes(large), "500 - 131"),
      (.serverErrorAfter, "PUT", .bytes(large), "500 - 131"), (.stall, "GET", .none, "stalled"),
      (.cutList, "GET", .none, "200 - 11"), (.skewedDate, "GET", .none, "403 - 138"),
    ]
    for (fault, method, sent, wanted) in cases {
      proxy.storm(fault, next: 1)
      #expect(said(method, sent) == wanted, "\(fault)")
      #expect(proxy.injected[fault] == 1)
      #expect(said("GET", .none) == "200 - 23", "after \(fault)")
    }
  }

  @Test("the same seed does the same, however often a request is sent again")
  func plans() throws {
    let server = try StubServer { _, connection in connection.answer() }
    func statuses(seed: UInt64) throws -> [[Int]] {
      let proxy = try FaultProxy(
        to: server.port, seed: seed,
        plan: FaultProxy.Plan([.slowDown: 300, .serverError: 100], mostPerRequest: 2))
      let client = try HTTPClient(settings: direct)
      return try (0..<50).map { number in
        try (0..<4).map { _ in
          try client.fetch(HTTPRequest(method: "GET", url: "\(proxy.url)/\(number)")).head.status
        }
      }
    }
    let first = try statuses(seed: 1)
    #expect(try statuses(seed: 1) == first)
    #expect(try statuses(seed: 2) != first)
    let all = first.flatMap { $0 }
    #expect(all.contains(200) && all.contains(500) && all.contains(503))
    #expect(first.allSatisfy { $0.filter { $0 != 200 }.count <= 2 })
  }
}
