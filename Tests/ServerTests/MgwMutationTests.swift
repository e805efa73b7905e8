import Calendar
import Migration
import Server
import TestSupport
import Testing
import Wire

@Suite struct MgwMutationTests {
  @Test(
    "10,000 damaged requests get a well-formed error or a right answer, never a crash or a hang")
  func damaged() throws {
    let seed: UInt64 = 20_261_122
    var random = SeededRandom(seed: seed)
    let originals = try RecordedRequests().all.filter { $0.time != nil }.map { Array($0.text.utf8) }
    let access = FakeAccessPort(at: Instant(seconds: 1_795_268_660))
    let policy = AccessPolicy(ownUserID: 0, adminGroupID: nil)
    let control = FakeControlPort()
    let door = RemoteDoor(
      native: NativeAPI(port: control, policy: policy),
      mgw: MgwAPI(port: control, records: FakeMgwPort(), policy: policy), access: access,
      started: Instant(seconds: 0))
    var limits = ServerLimits()
    limits.bodyBytes = 64 << 10
    limits.headerBytes = 8 << 10
    var errors = 0
    try withServer(limits: limits, form: RemoteDoor.refusal, handler: door.respond(to:)) {
      path, _ in
      for round in 0..<10_000 {
        let request = Self.damaged(originals, &random)
        let client = try Client(path)
        client.send(request)
        client.finish()
        let answer: [UInt8]
        do {
          answer = try client.readToEnd()
        } catch {
          Issue.record("seed \(seed), round \(round): \(error) \(request)")
          continue
        }
        let text = String(decoding: answer, as: UTF8.self)
        let isError = text.contains("<Error><Code>") && text.contains("</Error>")
        if isError { errors += 1 }
        // What is no HTTP at all, or too large a head, the library answers by itself.
        #expect(
          answer.isEmpty || isError || Self.isRight(text) || Self.isLibrarys(text),
          "seed \(seed), round \(round): \(text) to \(String(decoding: request, as: UTF8.self))")
      }
      #expect(try Client(path).ask("GET", "/healthz").status == 200)
    }
    #expect(errors > 1_000)
  }

  private static func isRight(_ text: String) -> Bool {
    text.hasPrefix("HTTP/1.1 20") || text.hasPrefix("HTTP/1.0 20")
      // A flipped byte can make another dialect of it.
      || text.contains("\"Code\":\"") || text.contains("100 Continue")
  }

  private static func isLibrarys(_ text: String) -> Bool {
    text.hasPrefix("HTTP/1.") && (text.contains("<html>") || text.contains("\r\n\r\n"))
      && (text.contains(" 400 ") || text.contains(" 413 ") || text.contains(" 431 ")
        || text.contains(" 414 ") || text.contains(" 505 ") || text.contains(" 501 "))
  }

  private static func damaged(_ originals: [[UInt8]], _ random: inout SeededRandom) -> [UInt8] {
    var bytes = originals[Int.random(in: 0..<originals.count, using: &random)]
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      guard !bytes.isEmpty else { break }
      let place = Int.random(in: 0..<bytes.count, using: &random)
      let end = min(bytes.count, place + Int.random(in: 1...40, using: &random))
      switch Int.random(in: 0..<9, using: &random) {
      case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
      case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      case 2: bytes.removeSubrange(place..<end)
      case 3: bytes.insert(contentsOf: bytes[place..<end], at: place)
      case 4: bytes.removeSubrange(place...)
      case 5:
        let deep = String(repeating: "<a>", count: Int.random(in: 1...400, using: &random))
        bytes.insert(contentsOf: deep.utf8, at: place)
      case 6:
        let odd = ["\u{0}", "%", "%zz", "&#0;", "&#xD800;", "]]>", "\r\n\r\n", "é", "<!--", "+"]
        bytes.insert(contentsOf: odd[Int.random(in: 0..<odd.count, using: &random)].utf8, at: place)
      case 7:
        // Another length than the body has.
        if let range = bytes.firstRange(of: Array("Content-Length: ".utf8)) {
          bytes.insert(UInt8(ascii: "1"), at: range.upperBound)
        }
      default:
        let other = originals[Int.random(in: 0..<originals.count, using: &random)]
        bytes.insert(contentsOf: other.suffix(60), at: place)
      }
    }
    return bytes
  }
}
