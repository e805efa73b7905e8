import Calendar
import HTTP
import Migration

/// Makes the typed error of an answer that is none of success.
struct S3Answer {
  /// How much of an error's text is read, in bytes.
  static let bodyLimit = 64 << 10

  let head: HTTPHead
  let body: [UInt8]
  /// When it came, by the clock that requests are signed by.
  let asked: Instant

  /// The error of an answer to a request.
  func error(_ subject: S3Error.Subject) -> S3Error {
    let document = body.isEmpty ? nil : try? XMLDocument.read(body)
    let isError = document?.root == "Error" || document?.root == "ErrorResponse"
    let fields = isError ? document : nil
    let number =
      fields?.text("RequestId") ?? head["x-amz-request-id"] ?? head["x-oss-request-id"] ?? ""
    return S3Error(
      reason(subject, fields), subject, requestID: Self.word(number),
      retryAfter: head.integer("retry-after").flatMap {
        (0...3600).contains($0) ? .seconds($0) : nil
      })
  }

  private func reason(
    _ subject: S3Error.Subject, _ fields: XMLDocument?
  ) -> S3Error.Reason {
    let code = Self.word(fields?.text("Code") ?? "")
    if let known = known(code, fields) { return clock(behind: known) ?? known }
    // What a gateway says in words of its own is a fault of the way, not of the address.
    if let status = byStatus(subject) { return status }
    if !body.isEmpty, fields == nil { return .notS3(kindOfBody) }
    switch head.status {
    case 401, 403:
      let denied = S3Error.Reason.denied(code: code.isEmpty ? "\(head.status)" : code)
      return clock(behind: denied) ?? denied
    // To a list an object store says in words what there is not.
    case 404 where body.isEmpty && subject.action == "list":
      return .notS3("status 404 without a word")
    case 404: return subject.key.isEmpty ? .noSuchBucket : .noSuchKey
    default:
      return .other(
        status: head.status, code: code, message: Self.plain(fields?.text("Message") ?? ""))
    }
  }

  private func known(_ code: String, _ fields: XMLDocument?) -> S3Error.Reason? {
    switch code {
    case "AccessDenied", "AllAccessDisabled", "AccountProblem", "NotSignedUp", "UserDisable",
      "InvalidPayer":
      return .denied(code: code)
    case "NoSuchBucket": return .noSuchBucket
    case "NoSuchKey": return .noSuchKey
    case "NoSuchUpload": return .noSuchUpload
    case "InvalidObjectState": return .archived
    case "InvalidAccessKeyId", "InvalidAccessKeyID", "InvalidAccessKey", "UnknownAccessKeyId":
      return .invalidAccessKey
    case "SignatureDoesNotMatch", "InvalidSignature": return .signature
    case "RequestTimeTooSkewed", "RequestExpired", "RequestNotYetValid":
      let told = fields?.text("ServerTime").flatMap { TimeText.instant(ofISO: Array($0.utf8)) }
      return .clockSkew(server: told ?? head["date"].flatMap(TimeText.instant(ofHeader:)))
    case "ExpiredToken", "TokenRefreshRequired", "SecurityTokenExpired", "InvalidToken",
      "InvalidSecurityToken":
      return .expiredToken
    case "SlowDown", "SlowDownRead", "SlowDownWrite", "Throttling", "ThrottlingException",
      "TooManyRequests", "TooManyRequestsException", "RequestLimitExceeded",
      "BandwidthLimitExceeded", "QpsLimitExceeded", "DownloadTrafficRateLimitExceeded",
      "UploadTrafficRateLimitExceeded", "ServiceUnavailable", "ServerBusy":
      return .slowDown
    case "InternalError", "RequestTimeout", "IncompleteBody":
      return .server(status: head.status)
    case "OperationAborted", "ConditionalRequestConflict": return .conflict
    case "PermanentRedirect", "TemporaryRedirect", "Redirect",
      "IllegalLocationConstraintException":
      return .redirect(region: region(fields))
    case "AuthorizationHeaderMalformed":
      return region(fields).map { .redirect(region: $0) }
    case "PreconditionFailed": return .preconditionFailed
    case "EntityTooLarge", "MaxMessageLengthExceeded": return .entityTooLarge
    case "BadDigest", "XAmzContentSHA256Mismatch", "XAmzContentChecksumMismatch":
      return .badDigest
    default: return nil
    }
  }

  /// The clock as the cause of a refusal: some services give no code of their own for it, and to a
  /// HEAD none at all, but the answer has a time.
  private func clock(behind reason: S3Error.Reason) -> S3Error.Reason? {
    switch reason {
    case .denied, .signature: break
    default: return nil
    }
    guard let told = head["date"].flatMap(TimeText.instant(ofHeader:)) else { return nil }
    let difference = told.microseconds(since: asked).magnitude
    return difference > Self.skewLimit ? .clockSkew(server: told) : nil
  }

  /// Fourteen minutes, in microseconds: services refuse what is more than a quarter of an hour away.
  private static let skewLimit: UInt64 = 14 * 60 * 1_000_000

  /// What the status says by itself.
  private func byStatus(_ subject: S3Error.Subject) -> S3Error.Reason? {
    switch head.status {
    case 301, 302, 307, 308: .redirect(region: region(nil))
    // A HEAD to another region has no more than its header.
    case 400 where body.isEmpty: region(nil).map { .redirect(region: $0) }
    case 409 where !body.isEmpty: nil
    case 409: .conflict
    case 412: .preconditionFailed
    case 413: .entityTooLarge
    case 429: .slowDown
    case 503: .slowDown
    // What a service does not know today it does not know in a minute either.
    case 501 where !body.isEmpty: nil
    case 500...599: .server(status: head.status)
    default: nil
    }
  }

  private func region(_ fields: XMLDocument?) -> String? {
    let told = head["x-amz-bucket-region"] ?? fields?.text("Region") ?? ""
    return told.isEmpty || BucketRules.problem(withRegion: told) != nil ? nil : told
  }

  /// What a body is that is no error of an object store.
  var kindOfBody: String {
    let start = body.prefix { _ in true }.drop { $0 <= 0x20 }.prefix(64)
    let text = String(decoding: start, as: UTF8.self).lowercased()
    return if text.hasPrefix("<!doctype html") || text.hasPrefix("<html") {
      "status \(head.status) with a web page"
    } else if text.hasPrefix("{") || text.hasPrefix("[") {
      "status \(head.status) with JSON"
    } else {
      "status \(head.status) with something else than XML"
    }
  }

  /// A word of a service: bounded, and of nothing but letters, digits and marks of names.
  static func word(_ text: String) -> String {
    String(
      decoding: text.utf8.prefix(64).filter { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
          || (0x61...0x7A).contains(byte) || "-_.:/+=".utf8.contains(byte)
      }, as: UTF8.self)
  }

  /// A service's words: bounded, in one line, with nothing that moves a cursor.
  static func plain(_ text: String) -> String {
    ObjectKey(Array(text.utf8.prefix(300))).description
  }
}
