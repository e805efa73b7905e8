import Foundation
import Migration
import Store
import Synchronization
import TestSupport
import Testing

@testable import Transfer

@Suite("Runs from URLs")
struct WebMoveTests {
  private static let time = "Last-Modified: Fri, 02 Jan 2026 03:04:05 GMT"

  /// A server whose answers stand in a table, and what it was asked.
  private final class Site: Sendable {
    let server: StubServer
    private let asked: Log

    final class Log: Sendable {
      let lines = Mutex<[String]>([])
    }

    init(_ answer: @escaping @Sendable (StubRequest, StubConnection, Int) -> Bool) throws {
      let log = Log()
      asked = log
      server = try StubServer { request, connection in
        let line = "\(request.method) \(request.target)"
        let before = log.lines.withLock { lines in
          lines.append(line)
          return lines.count { $0 == line }
        }
        return answer(request, connection, before)
      }
    }

    var log: [String] { asked.lines.withLock { $0 } }
    var url: String { server.url }
  }

  private func list(_ folder: String, _ rows: [(key: String, url: String)]) throws -> InventoryOrder
  {
    let text = rows.map { "\($0.key),\($0.url)\n" }.joined()
    try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/urls.csv"))
    var order = InventoryOrder(folder: folder, name: "urls.csv")
    order.plain = { .urlRows($0) }
    return order
  }

  private func order(
    _ ground: Ground, _ rows: [(key: String, url: String)], run: Int64 = 1,
    _ overwrite: OverwriteRule = .alwaysLastModified, reachesPrivate: Bool = true
  ) throws -> MoveOrder {
    var order = ground.order(overwrite, run: run)
    order.inventory = try list(ground.folder, rows)
    order.web = WebEnd("urls", reachesPrivate: reachesPrivate)
    return order
  }

  /// What the tests' site says.
  private static func answer(
    _ request: StubRequest, _ connection: StubConnection, _ number: Int
  ) -> Bool {
    let body = Array("content".utf8)
    func give(_ headers: [String]) -> Bool {
      guard request.method == "HEAD" else { return connection.answer(200, headers, body: body) }
      let head = ["HTTP/1.1 200 Said", "Content-Length: \(body.count)"] + headers + ["", ""]
      return connection.send(head.joined(separator: "\r\n"))
    }
    switch request.target {
    case "/good", "/good?x=1": return give([time, "ETag: \"1\""])
    case "/timeless": return give([])
    case "/gone": return connection.answer(404, [])
    case "/denied": return connection.answer(403, [])
    case "/there": return connection.answer(302, ["Location: ../good"])
    case "/round": return connection.answer(301, ["Location: /round"])
    case "/file": return connection.answer(302, ["Location: file:///etc/passwd"])
    case "/signed":
      return request.method == "HEAD" ? connection.answer(403, []) : give([time])
    case "/busy": return number < 3 ? connection.answer(503, []) : give([time])
    case "/stream":
      let head = ["HTTP/1.1 200 Said", "Transfer-Encoding: chunked", time, "", ""]
      var text = head.joined(separator: "\r\n")
      if request.method == "GET" { text += "3\r\ncon\r\n4\r\ntent\r\n0\r\n\r\n" }
      return connection.send(text)
    default: return connection.answer(500, [])
    }
  }

  @Test("each answer is what it says, into a folder; a second run gets nothing that has a time")
  func folder() throws {
    try Scratch.with("web") { folder in
      let ground = try Ground(folder)
      let site = try Site(Self.answer)
      let names = [
        "good", "timeless", "gone", "denied", "there", "round", "file", "signed", "busy", "stream",
      ]
      var rows = names.map { (key: "d/\($0)", url: "\(site.url)/\($0)") }
      rows.append(("d/query", "\(site.url)/good?x=1".replacingOccurrences(of: ":", with: "%3A")))
      rows += [
        ("../out", "\(site.url)/good"), ("x/", "\(site.url)/good"), ("odd", "ftp://h/x"),
        ("user", "http://me:pw@h/x"),
      ]
      for run: Int64 in 1...2 {
        let (counts, event) = Ride.whole(
          try order(ground, rows, run: run), ledger: ground.ledger(run))
        #expect(event == nil)
        #expect(counts?.total == 15 && counts?.failed == 8)
        #expect(counts?.skipped == (run == 1 ? 0 : 6))
        let failures = try ground.failures(run)
        #expect(
          failures.map { "\($0.key) \($0.code.rawValue)" } == [
            "../out InvalidKey", "d/denied PermissionDenied", "d/file StoreRefused",
            "d/gone SourceGone", "d/round StoreRefused", "odd UnreadableRow", "user UnreadableRow",
            "x/ InvalidKey",
          ])
        #expect(failures.allSatisfy { !$0.text.contains("pw") })
      }
      for name in ["good", "timeless", "there", "signed", "busy", "stream", "query"] {
        let data = try Data(contentsOf: URL(fileURLWithPath: ground.destination + "/d/" + name))
        #expect(data == Data("content".utf8), "\(name)")
      }
      var facts = stat()
      #expect(stat(ground.destination + "/d/stream", &facts) == 0)
      #expect(facts.st_mtim.tv_sec == 1_767_323_045)
    }
  }

  @Test("into a bucket: a type and a time go with it, and a body without a length as well")
  func bucket() throws {
    try Scratch.with("web-bucket") { folder in
      let ground = try Ground(folder)
      let site = try Site(Self.answer)
      let store = try StubStore()
      let rows = ["good", "stream", "gone"].map { (key: $0, url: "\(site.url)/\($0)") }
      for run: Int64 in 1...2 {
        var order = try order(ground, rows, run: run)
        order.destinationBucket = try store.end()
        let (counts, event) = Ride.whole(order, ledger: ground.ledger(run))
        #expect(event == nil)
        #expect(counts?.failed == 1 && counts?.copied == 2)
        #expect(counts?.skipped == (run == 1 ? 0 : 2))
        #expect(store.bytes == ["good": Array("content".utf8), "stream": Array("content".utf8)])
      }
    }
  }

  @Test("what failed is retried by its URL, without the list")
  func retry() throws {
    try Scratch.with("web-retry") { folder in
      let family = try Family(folder)
      let isOpen = StopFlag()
      let site = try Site { request, connection, number in
        request.target == "/good?x=1" && !isOpen.isSet
          ? connection.answer(403, []) : Self.answer(request, connection, number)
      }
      let rows = [(key: "a", url: "\(site.url)/good"), (key: "b", url: "\(site.url)/good?x=1")]
      for (run, parents): (Int64, [Int64]) in [(1, []), (2, [1]), (3, [2, 1])] {
        var order = family.order(run, of: parents)
        order.inventory = try list(folder, rows)
        order.web = WebEnd("urls", reachesPrivate: true)
        if run > 1 { unlink(folder + "/urls.csv") }
        let (counts, event) = Ride.whole(order, ledger: family.ground.ledger(run))
        #expect(event == nil)
        #expect(counts?.total == (run == 1 ? 2 : 1) && counts?.failed == (run == 3 ? 0 : 1))
        isOpen.set(run == 2)
      }
      let there = try Tree.read(family.ground.destination)
      #expect(there.count == 2)
    }
  }

  @Test("private networks are closed, by a name and by a redirection, and nothing is sent there")
  func closed() throws {
    try Scratch.with("web-closed") { folder in
      let ground = try Ground(folder)
      let site = try Site(Self.answer)
      let port = site.server.port
      let rows = [
        (key: "a", url: "http://127.0.0.1:\(port)/good"),
        (key: "b", url: "http://localhost:\(port)/good"),
        (key: "c", url: "http://[::1]:\(port)/good"),
        (key: "d", url: "http://169.254.169.254/latest/meta-data/"),
      ]
      let (counts, event) = Ride.whole(
        try order(ground, rows, reachesPrivate: false), ledger: ground.ledger())
      #expect(event == nil)
      #expect(counts?.failed == 4)
      #expect(try ground.failures(1).allSatisfy { $0.code == .refused })
      #expect(site.log.isEmpty && site.server.connections == 0)
    }
  }

  @Test("a server that is away stops the run with a word, and not each object by itself")
  func away() throws {
    try Scratch.with("web-away") { folder in
      let ground = try Ground(folder)
      var site: Site? = try Site(Self.answer)
      let url = try #require(site?.url)
      site?.server.stop()
      site = nil
      let rows = (0..<64).map { (key: "f\($0)", url: "\(url)/good") }
      let ride = Ride(try order(ground, rows), ledger: ground.ledger())
      defer { ride.session.close() }
      ride.session.prepare()
      #expect(ride.next() == .prepared)
      ride.session.move()
      guard case .blocked(let text)? = ride.next() else {
        Issue.record("it goes on")
        return
      }
      #expect(text.contains("no connection to 127.0.0.1"), "\(text)")
    }
  }

  @Test("a large download whose connection breaks goes on where it was")
  func resumed() throws {
    try Scratch.with("web-resumed") { folder in
      let ground = try Ground(folder)
      let size = 65 << 20
      let site = try Site { request, connection, _ in
        let common = ["ETag: \"v1\"", Self.time, "Accept-Ranges: bytes"]
        func head(_ first: String, _ more: [String]) -> String {
          ([first] + common + more + ["", ""]).joined(separator: "\r\n")
        }
        if request.method == "HEAD" {
          return connection.send(head("HTTP/1.1 200 Said", ["Content-Length: \(size)"]))
        }
        guard let range = request["Range"] else {
          connection.send(head("HTTP/1.1 200 Said", ["Content-Length: \(size)"]))
          connection.send([UInt8](repeating: 7, count: 9 << 20))
          return false
        }
        let start = Int(range.dropFirst(6).dropLast()) ?? 0
        guard request["If-Range"] == "\"v1\"" else { return connection.answer(400, []) }
        let more = [
          "Content-Length: \(size - start)", "Content-Range: bytes \(start)-\(size - 1)/\(size)",
        ]
        connection.send(head("HTTP/1.1 206 Said", more))
        return connection.send([UInt8](repeating: 7, count: size - start))
      }
      let rows = [(key: "large", url: "\(site.url)/large")]
      let (counts, event) = Ride.whole(try order(ground, rows), ledger: ground.ledger())
      #expect(event == nil)
      #expect(counts?.copied == 1)
      let data = try Data(contentsOf: URL(fileURLWithPath: ground.destination + "/large"))
      #expect(data.count == size && data.allSatisfy { $0 == 7 })
      #expect(site.log.count { $0.hasPrefix("GET") } == 2, "\(site.log)")
    }
  }
}
