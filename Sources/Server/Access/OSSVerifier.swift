internal import Calendar
internal import Codecs
internal import Migration
internal import Platform
internal import Signing

/// Judges requests that are signed by `OSSV4`.
struct OSSVerifier: Sendable {
  let access: any AccessPort
  let replays: ReplayGuard
  /// When the service was started: what was changed before is not remembered.
  let started: Instant

  /// How far a client's clock may be off, in microseconds.
  static let skew: Int64 = 900_000_000

  /// For how long a change that was refused may be sent again as it was, in microseconds: a time in
  /// a signature has whole seconds, and a program asks again faster than that.
  static let again: Int64 = 5_000_000

  /// What a signature has told.
  struct Verdict {
    /// Who has signed.
    let caller: Caller
    /// The signature of a change, and when it was signed; nil for a look.
    var change: (signature: [UInt8], signed: Instant)?
  }

  /// Who has signed a request.
  ///
  /// - Throws: Why it is not let in.
  func judge(_ request: Request, at address: String) throws(Refusal) -> Verdict {
    guard let header = request.header("authorization") else {
      throw Refusal(
        .accessDenied, "This request is not signed; it needs the header Authorization.")
    }
    guard let claim = OSSV4Authorization(header) else {
      throw Refusal(
        .accessDenied,
        "The header Authorization is none of \(OSSV4Authorization.scheme), which this service takes; "
          + "a client of Alibaba Cloud's signs so unless its signature_version is set.")
    }
    guard let key = access.accessKey(withID: claim.accessID) else {
      throw Refusal(
        .invalidAccessKey, "There is no access key '\(claim.accessID.prefix(60))' here.")
    }
    let now = access.now
    let signed = try time(of: request, claim, now)
    let signature = try check(request, claim, key)
    try checkBody(of: request)
    let caller = Caller.known(
      Caller.Credential(kind: .key, name: key.name, role: key.role, address: address))
    if request.method == "GET" || request.method == "HEAD" { return Verdict(caller: caller) }
    try takeOnce(signature, signed, now)
    return Verdict(caller: caller, change: (signature, signed))
  }

  /// Nothing came of a change.
  func forgive(_ verdict: Verdict) {
    guard let change = verdict.change else { return }
    replays.forgive(
      change.signature, until: change.signed.advanced(byMicroseconds: Self.again))
  }

  private func time(
    of request: Request, _ claim: OSSV4Authorization, _ now: Instant
  ) throws(Refusal) -> Instant {
    guard let text = request.header("x-oss-date"), let time = BasicTime.instant(text) else {
      throw Refusal(
        .accessDenied, "The header x-oss-date has to be there, such as 20261121T134407Z.")
    }
    guard text.hasPrefix(claim.scope.day) else {
      throw Refusal(
        .signatureMismatch, "The day of the signature's scope is another than that of x-oss-date.")
    }
    guard now.microseconds(since: time).magnitude <= UInt64(Self.skew) else {
      throw Refusal(
        .requestTimeSkewed,
        "The request was signed at \(text), and it is \(BasicTime.text(now)) here: more than 15 "
          + "minutes apart. Set the clock of the client, or of this machine.")
    }
    return time
  }

  /// Compares the signature with those that the key makes of the request.
  ///
  /// Clients write the path in one of three ways, and one of them adds a content type to a request
  /// without a body after it has signed it; each way names the same request.
  private func check(
    _ request: Request, _ claim: OSSV4Authorization, _ key: AccessKey
  ) throws(Refusal) -> [UInt8] {
    let payload = request.header("x-oss-content-sha256") ?? OSSV4Request.unsignedPayload
    let given = Array(claim.signature.lowercased().utf8)
    let headers = request.headers.map { (name: $0.name, value: $0.value) }
    var ways = [headers]
    if request.body.isEmpty { ways.append(headers.filter { $0.name != "content-type" }) }
    do throws(SigningError) {
      for headers in ways {
        for path in Self.paths(of: request) {
          let signed = OSSV4Request(
            method: request.method, path: path,
            query: request.query.map { (name: $0.name, value: $0.value) }, headers: headers,
            additionalHeaders: claim.additionalHeaders,
            time: request.header("x-oss-date") ?? "", payload: payload)
          let right = try OSSV4.signature(of: signed, scope: claim.scope, secret: key.secret)
          if ConstantTime.areEqual(right, given) { return right }
        }
      }
    } catch {
      throw Refusal(.internalError, "The signature could not be computed: \(error)")
    }
    throw Refusal(
      .signatureMismatch,
      "The signature is not the one that the key '\(key.id)' makes of this request: is its secret "
        + "right, and does nothing on the way change the request?")
  }

  /// The path as it came, encoded anew, and plain; those that are the same once.
  private static func paths(of request: Request) -> [String] {
    var encoded: [UInt8] = []
    for segment in request.path {
      encoded.append(UInt8(ascii: "/"))
      PercentEncoding.append(segment.utf8, to: &encoded)
    }
    var paths: [String] = []
    for path in [
      request.rawPath, String(decoding: encoded, as: UTF8.self),
      "/" + request.path.joined(separator: "/"),
    ] where !paths.contains(path) {
      paths.append(path)
    }
    return paths
  }

  private func checkBody(of request: Request) throws(Refusal) {
    if let given = request.header("content-md5") {
      var digest = MD5()
      digest.add(request.body[...])
      guard Base64.text(of: digest.digestBytes()) == given else {
        throw Refusal(.invalidDigest, "The body has another MD5 than the header Content-MD5 tells.")
      }
    }
    guard let given = request.header("x-oss-content-sha256"),
      given != OSSV4Request.unsignedPayload
    else { return }
    let digest: [UInt8]
    do {
      digest = try SHA256.digest(of: request.body)
    } catch {
      throw Refusal(.internalError, "The body's digest could not be computed: \(error)")
    }
    guard HexText.encode(digest) == given.lowercased() else {
      throw Refusal(
        .invalidDigest, "The body has another SHA-256 than x-oss-content-sha256 tells.")
    }
  }

  /// A change is taken once: who has listened cannot have it made again.
  private func takeOnce(
    _ signature: [UInt8], _ signed: Instant, _ now: Instant
  ) throws(Refusal) {
    guard signed.seconds >= started.seconds else {
      throw Refusal(
        .requestTimeSkewed,
        "The change was signed before this service was started at \(BasicTime.text(started)); send "
          + "it again. If that goes on, the client's clock is behind.")
    }
    switch replays.take(signature, until: signed.advanced(byMicroseconds: Self.skew), now: now) {
    case .new: return
    case .known:
      throw Refusal(
        .accessDenied,
        "This very request was taken before; a change is made once for each signature. Sign it "
          + "again, a second later, if it is to be made once more.")
    case .full:
      throw Refusal(
        .unavailable, "There have been too many changes within 15 minutes; try again later.")
    }
  }
}
