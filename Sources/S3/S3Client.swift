public import Calendar
import HTTP
import Migration
public import Platform
import Signing

/// Asks an object store about one bucket: one request at a time, and waits for its answer.
///
/// It blocks its thread and belongs to one thread, as its HTTP client does; it keeps its
/// connections. Nothing is tried again, except once in the region that the service says the bucket
/// is in, which is then remembered: whether and when, its caller decides.
public final class S3Client {
  /// Where the bucket is; follows the service to another region.
  public private(set) var endpoint: S3Endpoint
  /// What is alike in all requests.
  public let settings: S3Settings

  /// How much later the service's clock is than this machine's, in nanoseconds, by its newest answer; 0
  /// for less than two seconds, which a header does not tell.
  public internal(set) var clockLead: Int64 = 0

  private let credentials: S3Credentials?
  private var signer: SigV4?
  private let http: HTTPClient
  let now: () -> Instant

  /// A client.
  ///
  /// - Parameters:
  ///   - endpoint: Where the bucket is.
  ///   - credentials: With what requests are signed; nil to ask without a name.
  ///   - settings: What is alike in all requests.
  ///   - now: The clock by which requests are signed.
  ///   - stop: Asked often while a request is under way; true ends it with `.stopped`.
  public init(
    endpoint: S3Endpoint, credentials: S3Credentials?, settings: S3Settings = S3Settings(),
    now: @escaping () -> Instant = WallClock.now, stop: @escaping () -> Bool = { false }
  ) throws(S3Error) {
    self.endpoint = endpoint
    self.credentials = credentials
    self.settings = settings
    self.now = now
    do {
      http = try HTTPClient(settings: settings.http, stop: stop)
    } catch {
      throw S3Error(
        error,
        S3Error.Subject(action: "reach", bucket: endpoint.bucket, key: [], host: endpoint.host))
    }
    signer = Self.signer(credentials, endpoint)
  }

  /// Connections that were made so far.
  public var connections: Int { http.connections }

  private static func signer(_ credentials: S3Credentials?, _ endpoint: S3Endpoint) -> SigV4? {
    credentials.map { credentials in
      SigV4(
        accessID: credentials.accessID, secret: credentials.secret, token: credentials.token,
        region: endpoint.region)
    }
  }

  /// Sends a request; an answer of success is handed on, any other is the error that is thrown.
  ///
  /// - Parameters:
  ///   - call: What is asked.
  ///   - check: Looks at the head of a success, and may refuse it.
  ///   - sink: Takes the body of a success.
  func send(
    _ call: S3Call, check: (HTTPHead) throws -> Void = { _ in },
    sink: (UnsafeRawBufferPointer) throws -> Void = { _ in }
  ) throws(S3Error) -> HTTPHead {
    do throws(S3Error) {
      return try sendOnce(call, check, sink)
    } catch {
      guard case .redirect(let region?) = error.reason, let moved = endpoint.moved(to: region),
        call.canRepeat()
      else { throw error }
      endpoint = moved
      signer = Self.signer(credentials, moved)
      return try sendOnce(call, check, sink)
    }
  }

  /// Sends a request and reads the small document that answers it.
  ///
  /// A service that has to think for long says 200 first, and what came of it in the document.
  func document(
    _ call: S3Call, head told: (HTTPHead) -> Void = { _ in }
  ) throws(S3Error) -> XMLDocument {
    let limit = XMLStream.sizeLimit / 4
    var body: [UInt8] = []
    let head = try send(call, check: told) { bytes in
      guard bytes.count <= limit - body.count else {
        throw S3Error(.malformed("it is longer than \(limit) bytes"), self.subject(call))
      }
      body.append(contentsOf: bytes)
    }
    let document: XMLDocument
    do throws(XMLDocument.Problem) {
      document = try XMLDocument.read(body)
    } catch {
      throw unreadable(head, body, error.text, call)
    }
    guard document.root != "Error" else {
      throw S3Answer(head: head, body: body, asked: now()).error(subject(call))
    }
    guard document.root.lowercased() != "html" else {
      throw S3Error(.notS3("status \(head.status) with a web page"), subject(call))
    }
    return document
  }

  func subject(_ call: S3Call) -> S3Error.Subject {
    S3Error.Subject(
      action: call.action, bucket: endpoint.bucket, key: call.key, host: endpoint.host)
  }

  /// The error of a success whose body is not what it should be.
  func unreadable(
    _ head: HTTPHead, _ body: [UInt8], _ problem: String, _ call: S3Call
  ) -> S3Error {
    let kind = S3Answer(head: head, body: body, asked: now()).kindOfBody
    let isOther = kind.hasSuffix("page") || kind.hasSuffix("JSON")
    return S3Error(isOther ? .notS3(kind) : .malformed(problem), subject(call))
  }

  private func sendOnce(
    _ call: S3Call, _ check: (HTTPHead) throws -> Void,
    _ sink: (UnsafeRawBufferPointer) throws -> Void
  ) throws(S3Error) -> HTTPHead {
    let request = try request(call)
    var isGood = false
    var refusal: [UInt8] = []
    let head: HTTPHead
    do throws(HTTPError) {
      head = try http.perform(
        request,
        head: { head in
          isGood = (200..<300).contains(head.status)
          // Before the body, which may come slowly.
          if isGood { self.learnClock(head) }
          if isGood { try check(head) }
        },
        body: { bytes in
          if isGood { return try sink(bytes) }
          let room = S3Answer.bodyLimit - refusal.count
          refusal.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes.prefix(room)))
        })
    } catch {
      throw S3Error(error, subject(call))
    }
    guard isGood else {
      throw S3Answer(head: head, body: refusal, asked: now()).error(subject(call))
    }
    return head
  }

  private func request(_ call: S3Call) throws(S3Error) -> HTTPRequest {
    let path = endpoint.path(of: call.key)
    let query = PercentEncoding.query(call.query)
    var headers = call.headers
    do throws(SigningError) {
      let added = try signer?.sign(
        SigV4Request(
          method: call.method, path: path, query: query,
          headers: headers + [("host", endpoint.host)], payload: try payload(of: call)),
        at: now())
      headers += added ?? []
    } catch {
      throw S3Error(.signing("\(error)"), subject(call))
    }
    let url = endpoint.origin + path + (query.isEmpty ? "" : "?\(query)")
    return HTTPRequest(
      method: call.method, url: url, headers: headers, body: call.body,
      stallTimeout: call.patience)
  }

  /// What the signature says of a body: its digest where nothing else protects it on its way.
  private func payload(of call: S3Call) throws(SigningError) -> SigV4Request.Payload {
    let isSigned =
      switch settings.signsBodies {
      case .always: true
      case .never: false
      case .withoutTLS: !endpoint.isTLS
      }
    switch call.body {
    case .none: return .none
    case _ where !isSigned: return .unsigned
    case _ where call.digest != nil: return .digest(call.digest ?? [])
    case .bytes(let bytes): return try .digest(SHA256.digest(of: bytes))
    case .buffer(let bytes):
      var digest = try SHA256Stream()
      try digest.add(bytes)
      return .digest(digest.digest())
    // Reading it twice only to sign it is dearer than it is worth: an MD5 or the caller's own
    // digest protects it.
    case .stream: return .unsigned
    }
  }
}
