import CLinux
import HTTP
import Migration

/// One thread's way to what URLs lead to.
final class WebClient {
  /// How often an answer may send on elsewhere.
  static let mostRedirects = 5
  /// How much of an answer that is none is read, to keep its connection.
  private static let longestRefusal = 64 << 10

  /// An object as a server tells of it.
  struct Object {
    var facts: ObjectFacts
    /// Whether the server tells how long it is.
    var hasSize = true
    /// Whether the server tells when it was modified.
    var hasTime = true
    /// The server's tag, if it is one that tells bytes apart; else empty.
    var tag = ""
    var label: ObjectLabel
  }

  private struct Over: Error {}

  private let http: HTTPClient
  private let health: WebHealth

  init(_ end: WebEnd, _ health: WebHealth, _ stop: StopFlag) throws(ObjectError) {
    self.health = health
    do throws(HTTPError) {
      http = try HTTPClient(settings: end.settings, stop: { stop.isSet })
    } catch {
      throw ObjectError("open", .source, StoreProblem(blocking: "\(error)"))
    }
  }

  /// Asks what a URL leads to, without its content.
  ///
  /// Not every server, and not every signed URL, lets itself be asked for that: then the content is
  /// asked for, and its begin let go.
  func look(_ url: WebURL) throws(ObjectError) -> Object {
    do throws(ObjectError) {
      return Self.object(try send("HEAD", url, []).head)
    } catch {
      guard case .store(let problem) = error.cause, problem.isRefusalOfMethod else { throw error }
    }
    do throws(ObjectError) {
      return Self.object(try send("GET", url, [("range", "bytes=0-0")]) { _ in throw Over() }.head)
    } catch {
      // Of what is empty there is no first byte.
      guard case .store(let problem) = error.cause, problem.isRefusalOfMethod else { throw error }
    }
    return Self.object(try send("GET", url, []) { _ in throw Over() }.head)
  }

  /// Gets what a URL leads to, from an offset on.
  ///
  /// - Parameters:
  ///   - start: Where to begin; then `tag` has to be given, and the content is that which has it.
  ///   - told: Hears what the object is before its content.
  /// - Throws: `.changed` if there is another object by now, or the server does not give parts.
  func get(
    _ url: WebURL, from start: Int64 = 0, tag: String = "",
    told: (Object) throws(ObjectError) -> Void = { (_) throws(ObjectError) in },
    sink: (UnsafeRawBufferPointer) throws(ObjectError) -> Void
  ) throws(ObjectError) -> Object {
    var headers: [(name: String, value: String)] = []
    if start > 0 {
      guard !tag.isEmpty else { throw .changed }
      headers = [("range", "bytes=\(start)-"), ("if-range", "\"\(tag)\"")]
    }
    var object: Object?
    var count = start
    _ = try send(
      "GET", url, headers,
      begin: { head in
        let found = Self.object(head)
        if start > 0 {
          guard head.status == 206, Self.first(of: head) == start, found.tag == tag else {
            throw ObjectError.changed
          }
        } else if head.status == 206 {
          throw ObjectError.changed
        }
        object = found
        try told(found)
      },
      { bytes in
        count += Int64(bytes.count)
        try sink(bytes)
      })
    guard var object else { throw .changed }
    if !object.hasSize { object.facts.size = count }
    return object
  }

  // MARK: - Requests

  /// Sends a request, and follows where it is sent on to.
  ///
  /// - Parameters:
  ///   - begin: Hears the head of a good answer.
  ///   - sink: Takes its body; one that throws `Over` has had enough.
  private func send(
    _ method: String, _ url: WebURL, _ headers: [(name: String, value: String)],
    begin: (HTTPHead) throws -> Void = { _ in },
    _ sink: (UnsafeRawBufferPointer) throws -> Void = { _ in }
  ) throws(ObjectError) -> (head: HTTPHead, url: WebURL) {
    var present = url
    for _ in 0...Self.mostRedirects {
      let head = try sendOnce(method, present, headers, begin, sink)
      switch head.status {
      case 200..<300: return (head, present)
      case 301, 302, 303, 307, 308:
        guard let location = head["location"] else { throw WebAnswer(present, head).error }
        do throws(WebURL.Problem) {
          present = try present.following(location)
        } catch {
          let text = "\(present.shown) sends on to a URL that \(error.text)"
          throw ObjectError(
            "get", .source, StoreProblem(code: .refused, text: text, mayPass: false))
        }
      default: throw WebAnswer(present, head).error
      }
    }
    let text = "\(url.shown) sends on more than \(Self.mostRedirects) times"
    throw ObjectError("get", .source, StoreProblem(code: .refused, text: text, mayPass: false))
  }

  private func sendOnce(
    _ method: String, _ url: WebURL, _ headers: [(name: String, value: String)],
    _ begin: (HTTPHead) throws -> Void, _ sink: (UnsafeRawBufferPointer) throws -> Void
  ) throws(ObjectError) -> HTTPHead {
    let request = HTTPRequest(
      method: method, url: url.text, headers: headers + [("accept-encoding", "identity")])
    var answer: HTTPHead?
    var refusal = 0
    do throws(HTTPError) {
      let head = try http.perform(
        request,
        head: { head in
          answer = head
          self.health.answered(url.host)
          if (200..<300).contains(head.status) { try begin(head) }
        },
        body: { bytes in
          if let answer, (200..<300).contains(answer.status) { return try sink(bytes) }
          refusal += bytes.count
          if refusal > Self.longestRefusal { throw Over() }
        })
      return head
    } catch {
      switch error.kind {
      case .sink(is Over):
        if let answer { return answer }
        throw .changed
      case .sink(let own as ObjectError): throw own
      case .stopped: throw .stopped
      default: throw unanswered(url, error, hasAnswered: answer != nil)
      }
    }
  }

  private func unanswered(
    _ url: WebURL, _ error: HTTPError, hasAnswered: Bool
  ) -> ObjectError {
    var isForbidden = false
    if case .forbidden = error.kind { isForbidden = true }
    var problem = StoreProblem(
      code: isForbidden ? .refused : .unreachable, text: "\(url.shown): \(error)",
      mayPass: error.mayPass)
    if isForbidden {
      problem.text += "; an administrator's file can allow it by PrivateHosts=yes"
    } else if !hasAnswered, error.mayPass {
      problem.isOutage = health.isOutage(silent: url.host)
    }
    return ObjectError("get", .source, problem)
  }

  // MARK: - What an answer tells

  private static func object(_ head: HTTPHead) -> Object {
    let size = total(of: head)
    let time = head["last-modified"].flatMap { HeaderTime.nanoseconds(of: $0) }
    // What has no time may have changed just now.
    let modified = time ?? ferry_realtime_us().multipliedClamped(by: 1_000)
    let facts = ObjectFacts(kind: .file, size: size ?? 0, modified: modified, mode: 0o644)
    var label = ObjectLabel(type: head["content-type"] ?? "")
    for name in kept { label.described[name] = head[name] }
    var object = Object(
      facts: facts, hasSize: size != nil, hasTime: time != nil, label: label)
    if let tag = head["etag"], tag.utf8.count > 2, tag.hasPrefix("\""), tag.hasSuffix("\"") {
      object.tag = String(tag.dropFirst().dropLast())
    }
    return object
  }

  private static let kept = [
    "cache-control", "content-disposition", "content-encoding", "content-language",
  ]

  /// The length of the whole object; nil if it is not told.
  private static func total(of head: HTTPHead) -> Int64? {
    guard head.status == 206 else {
      return head.integer("content-length").flatMap { $0 >= 0 ? $0 : nil }
    }
    return range(of: head)?.total
  }

  /// The first byte of a part.
  private static func first(of head: HTTPHead) -> Int64? { range(of: head)?.first }

  /// `bytes 5-9/100`.
  private static func range(of head: HTTPHead) -> (first: Int64, total: Int64?)? {
    guard let text = head["content-range"], text.hasPrefix("bytes ") else { return nil }
    let parts = text.dropFirst(6).split { $0 == "-" || $0 == "/" }
    guard parts.count == 3, let first = Int64(parts[0]), first >= 0 else { return nil }
    return (first, Int64(parts[2]))
  }
}
