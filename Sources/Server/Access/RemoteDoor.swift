public import Calendar
public import Migration
internal import Wire

/// The door for clients elsewhere: finds out who asks before anything is answered, and in which
/// dialect.
///
/// Under `/api` and for `/metrics` a bearer token is wanted and JSON spoken, elsewhere a signature
/// and XML. Only `/healthz` is open, and tells nothing but that the service answers.
public struct RemoteDoor: Sendable {
  private let native: Router
  private let mgw: Router
  private let access: any AccessPort
  private let verifier: OSSVerifier

  /// A door.
  ///
  /// - Parameters:
  ///   - native: Answers in JSON.
  ///   - mgw: Answers in Alibaba Cloud's dialect.
  ///   - access: Knows who may come in.
  ///   - replays: Remembers the signatures of changes.
  ///   - started: When the service was started.
  public init(
    native: NativeAPI, mgw: MgwAPI, access: any AccessPort,
    replays: ReplayGuard = ReplayGuard(), started: Instant
  ) {
    self.native = native.router
    self.mgw = mgw.router
    self.access = access
    verifier = OSSVerifier(access: access, replays: replays, started: started)
  }

  /// Answers a request.
  public func respond(to request: Request) -> Response {
    if request.path == ["healthz"] { return Self.health(request) }
    return Self.isNative(request.path.first ?? "") ? respondInJSON(request) : respondInXML(request)
  }

  private func respondInJSON(_ request: Request) -> Response {
    var request = request
    do {
      request.caller = try holder(of: request, at: request.caller.place)
    } catch {
      return Self.told(error, request)
    }
    var response = native.respond(to: request)
    response.caller = request.caller
    return response
  }

  private func respondInXML(_ request: Request) -> Response {
    var request = request
    let host = request.header("host") ?? ""
    let verdict: OSSVerifier.Verdict
    do {
      verdict = try verifier.judge(request, at: request.caller.place)
    } catch {
      return .refusedXML(error, requestID: request.id, host: host)
    }
    request.caller = verdict.caller
    var response = mgw.respond(to: request)
    if let refusal = response.refusal {
      verifier.forgive(verdict)
      // The dialect's own router does not know by what name the client calls this server.
      let headers = response.headers
      response = .refusedXML(refusal, requestID: request.id, host: host)
      response.headers = headers
    }
    response.caller = request.caller
    return response
  }

  /// How a request is refused that never becomes one.
  public static func refusal(_ refusal: Refusal, _ target: [UInt8], _ id: String) -> Response {
    let path = target.prefix { $0 != UInt8(ascii: "?") }
    let first = path.split(separator: UInt8(ascii: "/")).first.map {
      String(decoding: $0, as: UTF8.self)
    }
    return isNative(first ?? "")
      ? .refused(refusal, requestID: id) : .refusedXML(refusal, requestID: id)
  }

  private static func isNative(_ first: String) -> Bool {
    ["api", "v2", "metrics", "healthz"].contains(first)
  }

  private static func health(_ request: Request) -> Response {
    guard request.method == "GET" || request.method == "HEAD" else {
      var response = Response.refused(
        Refusal(.methodNotAllowed, "\"/healthz\" takes GET and HEAD."), requestID: request.id)
      response.headers.append(Header("Allow", "GET, HEAD"))
      return response
    }
    return Response(status: 200, contentType: "text/plain", body: Array("ok\n".utf8))
  }

  private func holder(of request: Request, at place: String) throws(Refusal) -> Caller {
    guard let header = request.header("authorization"),
      let space = header.firstIndex(of: " "), header[..<space].lowercased() == "bearer"
    else {
      throw Refusal(
        .unauthorized,
        "This needs the header \"Authorization: Bearer TOKEN\"; 'ferry create-token' makes tokens.")
    }
    let text = String(header[header.index(after: space)...].drop { $0 == " " })
    guard let token = try access.token(text) else {
      throw Refusal(.unauthorized, "This token is none of this service's, or has expired.")
    }
    return .known(
      Caller.Credential(kind: .token, name: token.name, role: token.role, address: place))
  }

  private static func told(_ refusal: Refusal, _ request: Request) -> Response {
    var response = Response.refused(refusal, requestID: request.id)
    if refusal.code == .unauthorized {
      response.headers.append(Header("WWW-Authenticate", "Bearer realm=\"ferry\""))
    }
    return response
  }
}
