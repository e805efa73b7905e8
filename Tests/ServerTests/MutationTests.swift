import Server
import TestSupport
import Testing

@Suite struct MutationTests {
  private static let originals = [
    "GET /api/v1/jobs?count=10&marker=a HTTP/1.1\r\nHost: f\r\nAccept: */*\r\n\r\n",
    "POST /api/v1/jobs HTTP/1.1\r\nHost: f\r\nContent-Length: 14\r\n\r\n{\"Name\":\"abc\"}",
    "PATCH /api/v1/jobs/a%20b HTTP/1.1\r\nHost: f\r\nTransfer-Encoding: chunked\r\n\r\n"
      + "4\r\n{\"a\"\r\n3\r\n:1}\r\n0\r\n\r\n",
    "HEAD /api/v1/status HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
    "POST /api/v1/addresses HTTP/1.1\r\nHost: f\r\nExpect: 100-continue\r\n"
      + "Content-Length: 2\r\n\r\n{}",
  ]

  @Test("2,000 damaged requests neither end nor hang the server")
  func damaged() throws {
    let seed: UInt64 = 20_261_121
    var random = SeededRandom(seed: seed)
    let port = FakeControlPort()
    let router = NativeAPI(
      port: port, policy: AccessPolicy(ownUserID: 0, adminGroupID: nil)
    ).router
    try withServer(handler: router.respond(to:)) { path, _ in
      for round in 0..<2000 {
        let request = MutationTests.damaged(&random)
        let client = try Client(path)
        client.send(request)
        client.finish()
        do {
          let answer = try client.readToEnd()
          #expect(
            answer.isEmpty || answer.starts(with: "HTTP/1.".utf8),
            "seed \(seed), round \(round): \(request)")
        } catch {
          Issue.record("seed \(seed), round \(round): \(error) \(request)")
        }
      }
      #expect(try Client(path).ask("GET", "/api/v1/status").status == 200)
    }
  }

  private static func damaged(_ random: inout SeededRandom) -> [UInt8] {
    var bytes = Array(originals[Int.random(in: 0..<originals.count, using: &random)].utf8)
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      let place = Int.random(in: 0..<max(bytes.count, 1), using: &random)
      guard place < bytes.count else { break }
      let end = min(bytes.count, place + Int.random(in: 1...12, using: &random))
      switch Int.random(in: 0..<6, using: &random) {
      case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
      case 1: bytes.removeSubrange(place..<end)
      case 2: bytes.insert(contentsOf: bytes[place..<end], at: place)
      case 3: bytes.removeSubrange(place...)
      case 4:
        let noise = (0..<Int.random(in: 1...20, using: &random)).map { _ in
          UInt8.random(in: 0...255, using: &random)
        }
        bytes.insert(contentsOf: noise, at: place)
      default:
        let other = originals[Int.random(in: 0..<originals.count, using: &random)]
        bytes.insert(contentsOf: other.utf8, at: place)
      }
    }
    return bytes
  }
}
