import HTTP
import Synchronization
import TestSupport
import Testing

@testable import S3

@Suite struct LookTests {
  /// A server that lists nothing, refuses some methods, and keeps what it was asked.
  private func server(
    refusing: Set<String>, _ asked: SharedLines
  ) throws -> StubServer {
    try StubServer { request, connection in
      _ = connection.read(request.contentLength)
      asked.add("\(request.method) \(request.target.prefix { $0 != "?" })")
      if refusing.contains(request.method) {
        connection.answer(403, body: Array("<Error><Code>AccessDenied</Code></Error>".utf8))
      } else if request.method == "GET" {
        let text = "<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>"
        connection.answer(200, body: Array(text.utf8))
      } else {
        connection.answer(request.method == "DELETE" ? 204 : 200)
      }
      return true
    }
  }

  @Test("a look lists, and writes and deletes only where objects are to be written")
  func steps() throws {
    let probe = "/bucket/p/.ferry-verify-address"
    let cases: [(refused: Set<String>, writes: Bool, word: String, asked: [String])] = [
      ([], false, "none", ["GET /bucket"]),
      ([], true, "none", ["GET /bucket", "PUT \(probe)", "DELETE \(probe)"]),
      (["PUT"], false, "none", ["GET /bucket"]),
      (["PUT"], true, "denied", ["GET /bucket", "PUT \(probe)"]),
      (["DELETE"], true, "none", ["GET /bucket", "PUT \(probe)", "DELETE \(probe)"]),
      (["GET"], true, "denied", ["GET /bucket"]),
    ]
    for item in cases {
      let asked = SharedLines()
      let server = try server(refusing: item.refused, asked)
      let client = try Stores.client(server.url, bucket: "bucket")
      let found = Stores.failure {
        try client.look(prefix: Array("p/".utf8), writes: item.writes)
      }
      #expect(found.word == item.word, "\(found.text)")
      #expect(asked.all == item.asked)
      server.stop()
    }
  }

  @Test("a look leaves nothing behind", .enabled(if: Peers.areThere, "\(Peers.how)"))
  func clean() throws {
    let server = try MotoServer()
    let client = try Stores.client(server, bucket: "bucket")
    try client.look(prefix: [], writes: true)
    #expect(try Stores.keys(client, S3Listing(prefix: [])).keys.isEmpty)
  }
}

/// Lines that several threads add to.
private final class SharedLines: Sendable {
  private let lines = Mutex<[String]>([])

  var all: [String] { lines.withLock { $0 } }

  func add(_ line: String) {
    lines.withLock { $0.append(line) }
  }
}
