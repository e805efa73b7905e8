import CCurl

/// Sends requests over HTTP/1.1, one after another, and keeps their connections.
///
/// It blocks its thread, and belongs to one thread: who wants several requests at a time has several
/// threads with a client each. No redirection is followed, no cookie kept, no answer unpacked, and
/// nothing is tried again, except once on a fresh connection when a kept one turns out to be dead
/// before any byte of an answer.
public final class HTTPClient {
  /// Bytes that are received, or sent, at a time; each client has two such buffers at most.
  static let bufferSize = 128 << 10

  private var handle: EasyHandle
  private let exchange: Exchange
  private let settings: HTTPSettings
  /// Connections that were made so far.
  public private(set) var connections = 0
  /// The host that is asked.
  private var host = ""
  /// Whether by TLS.
  private var isSecure = false
  /// The sessions of TLS whose servers have proved who they are.
  private var trusted: Set<OpaquePointer> = []

  /// A client without connections yet.
  ///
  /// - Parameters:
  ///   - settings: What is alike in all requests.
  ///   - stop: Asked often while a request is under way, and at least once a second; true ends it
  ///     with `.stopped`. It must not block.
  /// - Throws: `.other` if libcurl cannot be used, or does not take the settings.
  public init(
    settings: HTTPSettings = HTTPSettings(), stop: @escaping () -> Bool = { false }
  ) throws(HTTPError) {
    let exchange = Exchange(mayConnect: settings.mayConnect, stop: stop)
    guard HTTPLibrary.isReady, let handle = EasyHandle(exchange) else {
      throw HTTPError(
        .other(code: Int32(CURLE_FAILED_INIT.rawValue), "libcurl cannot be used"), server: "any")
    }
    self.handle = handle
    self.settings = settings
    self.exchange = exchange
    Self.apply(settings, to: &self.handle)
    let refusal = self.handle.takeRefusal()
    guard refusal == CURLE_OK else {
      throw HTTPError(
        .other(code: Int32(refusal.rawValue), self.handle.text(of: refusal)), server: "any")
    }
    guard settings.verifiesTLS, Authorities.areUsed else { return }
    // The exchange is the client's own, and used by none but its callbacks.
    exchange.objection = { [unowned self] in objection() }
  }

  /// Why the server that has been reached is not trusted; nil if it is, or there is no TLS.
  private func objection() -> HTTPError.Kind? {
    guard isSecure else { return nil }
    guard let session = handle.session else {
      return .tls("there is no session of TLS", mayPass: false)
    }
    // A connection that is kept was looked at when it was made.
    if handle.number(CURLINFO_NUM_CONNECTS) == 0, trusted.contains(session) { return nil }
    trusted.remove(session)
    if let why = Authorities.objection(to: session, of: host, by: settings.authorities) {
      return .tls(why, mayPass: false)
    }
    trusted.insert(session)
    return nil
  }

  /// Sends a request and takes its answer, whatever its status.
  ///
  /// - Parameters:
  ///   - request: What is sent.
  ///   - head: Called once, with the answer's head, before any of the body.
  ///   - sink: Called with each part of the body, of 16 KiB at most with most versions of libcurl. It
  ///     may wait; after it has thrown, the connection is closed and nothing more comes.
  /// - Returns: The answer's head, when all of its body was taken.
  public func perform(
    _ request: HTTPRequest, head: (HTTPHead) throws -> Void = { _ in },
    body sink: (UnsafeRawBufferPointer) throws -> Void
  ) throws(HTTPError) -> HTTPHead {
    if exchange.isToStop { throw error(.stopped, request) }
    let headers = try headers(of: request)
    handle.set(CURLOPT_HTTPHEADER, pointer: headers.first)
    handle.set(CURLOPT_URL, text: request.url)
    isSecure = request.url.hasPrefix("https://")
    if isSecure { host = Self.host(of: request.url) }
    let code = withoutActuallyEscaping(head) { head in
      withoutActuallyEscaping(sink) { sink in
        exchange.begin(
          stallTimeout: request.stallTimeout ?? settings.stallTimeout, body: request.body,
          head: head, sink: sink)
        defer { exchange.end() }
        return send(request)
      }
    }
    handle.set(CURLOPT_HTTPHEADER, pointer: nil)
    connections += handle.number(CURLINFO_NUM_CONNECTS)
    if let failure = exchange.failure { throw error(failure, request) }
    guard code == CURLE_OK else { throw error(kind(of: code, request), request) }
    guard let answer = exchange.answer else {
      throw error(.reset("within the answer's head"), request)
    }
    return answer
  }

  /// Sends a request and keeps all of its answer's body.
  ///
  /// - Parameter limit: Bytes of a body that are taken; more are the error `.tooLarge`.
  public func fetch(_ request: HTTPRequest, limit: Int = 1 << 20) throws(HTTPError) -> HTTPAnswer {
    var bytes: [UInt8] = []
    let head: HTTPHead
    do throws(HTTPError) {
      head = try perform(request) { part in
        guard part.count <= limit - bytes.count else { throw BodyIsLong() }
        bytes.append(contentsOf: part)
      }
    } catch {
      guard case .sink(let cause) = error.kind, cause is BodyIsLong else { throw error }
      throw HTTPError(.tooLarge(limit: limit), server: error.server)
    }
    return HTTPAnswer(head: head, body: bytes)
  }

  private struct BodyIsLong: Error {}

  private func headers(of request: HTTPRequest) throws(HTTPError) -> HeaderList {
    if let problem = Self.problem(with: request) { throw error(.request(problem), request) }
    var list = HeaderList()
    var present = ""
    do throws(HeaderList.Problem) {
      // Nobody waits for "100 Continue", and libcurl is not to call a body a form.
      try list.leaveOut("Expect")
      var hasType = false
      for (name, value) in request.headers {
        present = name
        try list.add(name, value)
        hasType = hasType || (name.utf8.count == 12 && name.lowercased() == "content-type")
      }
      if !hasType { try list.leaveOut("Content-Type") }
    } catch {
      throw self.error(.request(error.text(present)), request)
    }
    return list
  }

  private static func problem(with request: HTTPRequest) -> String? {
    guard request.url.hasPrefix("https://") || request.url.hasPrefix("http://"),
      request.url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
    else { return "its URL is not one of http or https, or is not encoded" }
    guard !authority(of: request.url).utf8.contains(UInt8(ascii: "@")) else {
      return "its URL holds a user's name or a password"
    }
    let isMethod =
      !request.method.isEmpty
      && request.method.utf8.allSatisfy { (0x41...0x5A).contains($0) }
    return isMethod ? nil : "its method is none"
  }

  private func send(_ request: HTTPRequest) -> CURLcode {
    // Back to a plain GET, whatever the last request was.
    handle.set(CURLOPT_HTTPGET, true)
    handle.set(CURLOPT_CUSTOMREQUEST, text: nil)
    switch request.body {
    case .none where request.method == "PUT" || request.method == "POST":
      return send(request.method, UnsafeRawBufferPointer(start: nil, count: 0))
    case .none:
      if request.method == "HEAD" {
        handle.set(CURLOPT_NOBODY, true)
      } else if request.method != "GET" {
        handle.set(CURLOPT_CUSTOMREQUEST, text: request.method)
      }
      return perform()
    case .bytes(let bytes):
      return bytes.withUnsafeBytes { send(request.method, $0) }
    case .buffer(let bytes):
      return send(request.method, bytes)
    case .stream(let length, _, _):
      handle.set(CURLOPT_UPLOAD, true)
      handle.set(CURLOPT_INFILESIZE_LARGE, size: length)
      handle.set(CURLOPT_CUSTOMREQUEST, text: request.method)
      return perform()
    }
  }

  /// Sends bytes that lie in memory: up to 64 KiB go out together with the head, in one call.
  private func send(_ method: String, _ bytes: UnsafeRawBufferPointer) -> CURLcode {
    handle.set(CURLOPT_POSTFIELDSIZE_LARGE, size: Int64(bytes.count))
    defer { handle.set(CURLOPT_POSTFIELDS, pointer: nil) }
    // libcurl only reads them; without any it still wants a pointer.
    var nothing: UInt8 = 0
    return withUnsafeMutablePointer(to: &nothing) { nothing in
      let start = UnsafeMutableRawPointer(mutating: bytes.baseAddress)
      handle.set(CURLOPT_POSTFIELDS, pointer: start ?? UnsafeMutableRawPointer(nothing))
      handle.set(CURLOPT_CUSTOMREQUEST, text: method)
      return perform()
    }
  }

  private func perform() -> CURLcode {
    let refusal = handle.takeRefusal()
    return refusal == CURLE_OK ? handle.perform() : refusal
  }
}

// MARK: - Errors

extension HTTPClient {
  private func error(_ kind: HTTPError.Kind, _ request: HTTPRequest) -> HTTPError {
    HTTPError(kind, server: Self.server(of: request.url))
  }

  /// `host:port` of a URL.
  private static func server(of url: String) -> String {
    let isSecure = url.hasPrefix("https://")
    let authority = authority(of: url)
    let host = authority[
      (authority.lastIndex(of: "@").map(authority.index(after:)) ?? authority.startIndex)...]
    // An address of IPv6 has colons of its own, between brackets.
    let hasPort = host.last != "]" && host.contains(":")
    return hasPort ? String(host) : "\(host):\(isSecure ? 443 : 80)"
  }

  /// The host's name, or its address without brackets.
  private static func host(of url: String) -> String {
    let authority = authority(of: url)
    if authority.utf8.first == UInt8(ascii: "[") {
      return String(authority.dropFirst().prefix { $0 != "]" })
    }
    return String(authority.prefix { $0 != ":" })
  }

  private static func authority(of url: String) -> Substring {
    let rest = url.utf8.dropFirst(url.hasPrefix("https://") ? 8 : 7)
    return Substring(
      rest.prefix { byte in
        byte != UInt8(ascii: "/") && byte != UInt8(ascii: "?") && byte != UInt8(ascii: "#")
      })
  }

  private func kind(of code: CURLcode, _ request: HTTPRequest) -> HTTPError.Kind {
    let text = handle.text(of: code)
    let connectAnswer = handle.number(CURLINFO_HTTP_CONNECTCODE)
    switch code {
    case CURLE_COULDNT_RESOLVE_HOST: return .resolve
    case CURLE_COULDNT_RESOLVE_PROXY, CURLE_PROXY: return .proxy(text)
    case _ where connectAnswer >= 300: return .proxy("it answers \(connectAnswer)")
    case CURLE_COULDNT_CONNECT: return exchange.isForbidden ? .forbidden : .connect(text)
    case CURLE_OPERATION_TIMEDOUT: return .timeout(settings.connectTimeout)
    case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_SHUTDOWN_FAILED: return .tls(text, mayPass: true)
    case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM,
      CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS:
      return .tls(text, mayPass: false)
    case CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_GOT_NOTHING: return .reset(text)
    case CURLE_PARTIAL_FILE: return .cut
    case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY, CURLE_HTTP2,
      CURLE_BAD_CONTENT_ENCODING:
      return .malformed(text)
    case CURLE_URL_MALFORMAT, CURLE_LOGIN_DENIED: return .request("libcurl says: \(text)")
    default: return .other(code: Int32(clamping: code.rawValue), text)
    }
  }
}
