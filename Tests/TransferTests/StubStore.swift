import Codecs
import Foundation
import Migration
import Synchronization
import TestSupport
import Transfer

/// A bucket in memory, whose answers a test can change.
final class StubStore: Sendable {
  /// An object.
  struct Object {
    var bytes: [UInt8]
    /// When it was stored, in seconds from now by a right clock.
    var age: Int
    /// What a list says of its size; nil for the truth.
    var listedSize: Int?
  }

  private struct State {
    var objects: [String: Object]
    var log: [String] = []
    /// Of the only upload.
    var parts: [Int: [UInt8]] = [:]
    /// All of them together.
    var whole: [UInt8] {
      var whole: [UInt8] = []
      for part in parts.sorted(by: { $0.key < $1.key }) { whole += part.value }
      return whole
    }
    /// Requests for a part that are under way, and the most there were at once.
    var active = 0
    var peak = 0
  }

  private final class Content: Sendable {
    let state: Mutex<State>
    /// From when on the ages of objects are counted.
    let born = Date()
    /// How many seconds its clock is ahead.
    let lead: Int
    /// Answers in place of the store with a status; nil to let it answer.
    let refuses: @Sendable (_ method: String, _ target: String) -> Int?
    /// Whether it tells the right CRC-64 to a request; nil if it tells none.
    let sums: (@Sendable (String) -> Bool)?
    /// The same with a body.
    let says: @Sendable (_ method: String, _ target: String) -> (Int, String)?

    init(
      _ state: State, _ lead: Int, _ refuses: @escaping @Sendable (String, String) -> Int?,
      _ says: @escaping @Sendable (String, String) -> (Int, String)?,
      _ sums: (@Sendable (String) -> Bool)?
    ) {
      self.sums = sums
      self.says = says
      self.state = Mutex(state)
      self.lead = lead
      self.refuses = refuses
    }

    func answer(_ request: StubRequest, _ connection: StubConnection) -> Bool {
      let body = connection.read(request.contentLength)
      var date = "Date: \(Self.date(lead))"
      let isOfPart = request.target.contains("partNumber=") || request["Range"] != nil
      state.withLock { state in
        state.log.append("\(request.method) \(request.target)")
        if isOfPart { state.active += 1 }
        state.peak = max(state.peak, state.active)
      }
      defer { if isOfPart { state.withLock { $0.active -= 1 } } }
      if let status = refuses(request.method, request.target) {
        return connection.answer(status, [date])
      }
      if let (status, text) = says(request.method, request.target) {
        return connection.answer(status, [date], body: Array(text.utf8))
      }
      if let sum = sum(request, body) { date += "\r\nx-oss-hash-crc64ecma: \(sum)" }
      let parts = request.target.split(separator: "?", maxSplits: 1)
      let key = String(parts[0].dropFirst("/bucket/".count))
      let query = parts.count > 1 ? String(parts[1]) : ""
      if request.target.hasPrefix("/bucket?") {
        return connection.answer(200, [date], body: Array(list().utf8))
      }
      if let from = request["x-amz-copy-source"] {
        return copy(String(from.dropFirst("/bucket/".count)), to: key, query, connection, date)
      }
      switch request.method {
      case "POST" where query.hasPrefix("uploadId="): return complete(key, connection, date)
      case "POST":
        state.withLock { $0.parts = [:] }
        let text = "<InitiateMultipartUploadResult><UploadId>up</UploadId>"
        let end = "</InitiateMultipartUploadResult>"
        return connection.answer(200, [date], body: Array((text + end).utf8))
      case "PUT" where query.isEmpty:
        state.withLock { $0.objects[key] = Object(bytes: body, age: 0) }
        return connection.answer(200, [date, "ETag: \"1\""])
      case "PUT":
        let number = query.firstMatch(of: /partNumber=([0-9]+)/).flatMap { Int($0.1) } ?? 0
        state.withLock { $0.parts[number] = body }
        return connection.answer(200, [date, "ETag: \"1\""])
      case "DELETE": return connection.answer(204, [date])
      default: return give(key, request, connection, date)
      }
    }

    private func copy(
      _ source: String, to key: String, _ query: String, _ connection: StubConnection,
      _ date: String
    ) -> Bool {
      let root = query.isEmpty ? "CopyObjectResult" : "CopyPartResult"
      state.withLock { state in
        guard let object = state.objects[source] else { return }
        if query.isEmpty {
          state.objects[key] = Object(bytes: object.bytes, age: 0)
        } else {
          state.parts[1] = object.bytes
        }
      }
      let text = "<\(root)><ETag>1</ETag></\(root)>"
      return connection.answer(200, [date], body: Array(text.utf8))
    }

    /// The sum that is told, if the service has sums.
    private func sum(_ request: StubRequest, _ body: [UInt8]) -> UInt64? {
      guard let sums else { return nil }
      let key = request.target.dropFirst("/bucket/".count).prefix { $0 != "?" }
      let bytes =
        switch request.method {
        case "PUT": body
        case "POST": state.withLock(\.whole)
        default: state.withLock { $0.objects[String(key)]?.bytes ?? [] }
        }
      var crc = CRC64()
      crc.add(bytes[...])
      return sums("\(request.method) \(request.target)") ? crc.value : crc.value &+ 1
    }

    private func complete(_ key: String, _ connection: StubConnection, _ date: String) -> Bool {
      state.withLock { state in
        state.objects[key] = Object(bytes: state.whole, age: 0)
      }
      let text = "<CompleteMultipartUploadResult><ETag>1</ETag></CompleteMultipartUploadResult>"
      return connection.answer(200, [date], body: Array(text.utf8))
    }

    private func give(
      _ key: String, _ request: StubRequest, _ connection: StubConnection, _ date: String
    ) -> Bool {
      guard let object = state.withLock({ $0.objects[key] }) else {
        return connection.answer(404, [date])
      }
      let stored = "Last-Modified: \(Self.date(object.age + lead, from: born))"
      let headers = [date, "ETag: \"\(object.bytes.count)\"", stored]
      guard request.method == "HEAD" else {
        guard let asked = request["Range"]?.firstMatch(of: /bytes=([0-9]+)-([0-9]+)/),
          let first = Int(asked.1), let last = Int(asked.2), last < object.bytes.count
        else { return connection.answer(200, headers, body: object.bytes) }
        let range = "Content-Range: bytes \(first)-\(last)/\(object.bytes.count)"
        return connection.answer(
          206, headers + [range], body: Array(object.bytes[first...last]))
      }
      let head =
        ["HTTP/1.1 200 Said", "Content-Length: \(object.bytes.count)"] + headers + ["", ""]
      return connection.send(head.joined(separator: "\r\n"))
    }

    private func list() -> String {
      var text = "<ListBucketResult><IsTruncated>false</IsTruncated>"
      for (key, object) in state.withLock({ $0.objects }).sorted(by: { $0.key < $1.key }) {
        let time = born.addingTimeInterval(Double(object.age + lead)).formatted(.iso8601)
        let size = object.listedSize ?? object.bytes.count
        text += "<Contents><Key>\(key)</Key><Size>\(size)</Size>"
        text += "<LastModified>\(time)</LastModified><ETag>1</ETag></Contents>"
      }
      return text + "</ListBucketResult>"
    }

    private static func date(_ seconds: Int, from start: Date = Date()) -> String {
      let format = DateFormatter()
      format.locale = Locale(identifier: "en_US_POSIX")
      format.timeZone = TimeZone(identifier: "GMT")
      format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
      return format.string(from: start.addingTimeInterval(Double(seconds)))
    }
  }

  private let server: StubServer
  private let content: Content

  /// A bucket with some objects.
  init(
    _ objects: [String: Object] = [:], lead: Int = 0,
    refuses: @escaping @Sendable (_ method: String, _ target: String) -> Int? = { _, _ in nil },
    says: @escaping @Sendable (_ method: String, _ target: String) -> (Int, String)? = { _, _ in nil
    },
    sums: (@Sendable (String) -> Bool)? = nil
  ) throws {
    let content = Content(State(objects: objects), lead, refuses, says, sums)
    self.content = content
    server = try StubServer { content.answer($0, $1) }
  }

  /// What is in it.
  var bytes: [String: [UInt8]] { content.state.withLock { $0.objects.mapValues(\.bytes) } }

  /// The most requests for parts that were under way at once.
  var peak: Int { content.state.withLock(\.peak) }

  /// Puts another object in the place of one.
  func replace(_ key: String, _ object: Object) {
    content.state.withLock { $0.objects[key] = object }
  }

  /// The requests so far.
  var log: [String] { content.state.withLock(\.log) }

  /// It as a side of a run.
  func end(prefix: String = "") throws -> BucketEnd {
    guard let kind = ServiceKind.named(content.sums == nil ? "s3" : "oss") else {
      throw StubError(text: "no such service")
    }
    return BucketEnd(
      BucketPlace(
        kind: kind, bucket: "bucket", prefix: prefix, domain: server.url, isPathStyle: true)
    ) {
      nil
    }
  }
}
