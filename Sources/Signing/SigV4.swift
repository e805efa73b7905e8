public import Calendar
import CGnuTLS
public import Platform

/// AWS Signature Version 4 by headers, as S3 takes it: paths are encoded once, dots stay.
///
/// One per thread. The signing key, which holds for a day, a region and a service, is made once a
/// day; it and what it is made of are zeroed when they go.
///
/// Source: "Authenticating Requests: Using the Authorization Header (AWS Signature Version 4)",
/// Amazon S3 API Reference.
public struct SigV4: ~Copyable {
  /// The region of the scope.
  public let region: String

  private let accessID: String
  private let secret: Secret
  private let token: Secret?
  private let service: String
  /// The key of a day, which is counted from 1970-01-01.
  private var key: (day: Int, secret: Secret)?
  /// Reused from request to request.
  private var canonical: [UInt8] = []
  private var digest = [UInt8](repeating: 0, count: SHA256.length)

  /// A signer.
  ///
  /// - Parameters:
  ///   - accessID: The key's ID.
  ///   - secret: The key's secret.
  ///   - token: What makes a temporary key valid; nil for a lasting one.
  ///   - region: Where the service is.
  ///   - service: The service's word.
  public init(
    accessID: String, secret: Secret, token: Secret? = nil, region: String, service: String = "s3"
  ) {
    self.accessID = accessID
    self.secret = secret
    self.token = token
    self.region = region
    self.service = service
  }

  /// The headers that have to be sent beside those that the request has.
  public mutating func sign(
    _ request: SigV4Request, at now: Instant
  ) throws(SigningError) -> [(name: String, value: String)] {
    let time = Self.timeText(of: now)
    var added = [
      (name: "x-amz-content-sha256", value: Self.text(of: request.payload)),
      (name: "x-amz-date", value: time),
    ]
    if let token = token?.withText({ $0 }) {
      added.append((name: "x-amz-security-token", value: token))
    }
    let headers = (request.headers + added).sorted { $0.name.utf8.precedes($1.name.utf8) }
    let names = headers.map(\.name).joined(separator: ";")
    setCanonical(request, headers, names)
    let scope = "\(time.prefix(8))/\(region)/\(service)/aws4_request"
    let toSign = try textToSign(time: time, scope: scope)
    let signature = try signature(of: toSign, at: now)
    added.append(
      (
        name: "authorization",
        value: "AWS4-HMAC-SHA256 Credential=\(accessID)/\(scope),SignedHeaders=\(names),"
          + "Signature=\(signature)"
      ))
    return added
  }

  private mutating func setCanonical(
    _ request: SigV4Request, _ headers: [(name: String, value: String)], _ names: String
  ) {
    canonical.removeAll(keepingCapacity: true)
    canonical.add(request.method, "\n")
    canonical.add(request.path, "\n")
    canonical.add(request.query, "\n")
    for header in headers {
      canonical.add(header.name, ":")
      canonical.addTrimmed(header.value)
      canonical.append(UInt8(ascii: "\n"))
    }
    canonical.add("\n", names)
    canonical.add("\n", Self.text(of: request.payload))
  }

  private mutating func textToSign(time: String, scope: String) throws(SigningError) -> [UInt8] {
    let code = gnutls_hash_fast(GNUTLS_DIG_SHA256, canonical, canonical.count, &digest)
    guard code == 0 else { throw .refused(code: code) }
    var text: [UInt8] = []
    text.reserveCapacity(160)
    text.add("AWS4-HMAC-SHA256\n", time)
    text.add("\n", scope)
    text.add("\n", HexText.encode(digest))
    return text
  }

  private mutating func signature(
    of text: [UInt8], at now: Instant
  ) throws(SigningError) -> String {
    let day = Int(now.seconds.dividedDown(by: 86_400))
    if key?.day != day { key = (day, try makeKey(day: Self.timeText(of: now).prefix(8))) }
    guard let key else { return "" }
    return HexText.encode(try SHA256.authenticationCode(of: text, key: key.secret))
  }

  private func makeKey(day: Substring) throws(SigningError) -> Secret {
    var start = Array("AWS4".utf8)
    start.reserveCapacity(4 + secret.count)
    secret.withBytes { start.append(contentsOf: $0) }
    defer { start.withUnsafeMutableBytes { Secret.clear($0) } }
    var made = Secret(start)
    for part in [String(day), region, service, "aws4_request"] {
      var code = try SHA256.authenticationCode(of: Array(part.utf8), key: made)
      defer { code.withUnsafeMutableBytes { Secret.clear($0) } }
      made = Secret(code)
    }
    return made
  }

  private static func text(of payload: SigV4Request.Payload) -> String {
    switch payload {
    case .none: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    case .digest(let digest): HexText.encode(digest)
    case .unsigned: "UNSIGNED-PAYLOAD"
    }
  }

  /// `20130524T000000Z`.
  static func timeText(of now: Instant) -> String {
    let days = now.seconds.dividedDown(by: 86_400)
    let date = CivilDate(daysSinceEpoch: Int(days))
    let second = Int(now.seconds - days * 86_400)
    var text: [UInt8] = []
    text.reserveCapacity(16)
    text.add(date.year, digits: 4)
    text.add(date.month, digits: 2)
    text.add(date.day, digits: 2)
    text.append(UInt8(ascii: "T"))
    text.add(second / 3600, digits: 2)
    text.add(second / 60 % 60, digits: 2)
    text.add(second % 60, digits: 2)
    text.append(UInt8(ascii: "Z"))
    return String(decoding: text, as: UTF8.self)
  }
}

extension Int64 {
  fileprivate func dividedDown(by divisor: Int64) -> Int64 {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }
}

extension String.UTF8View {
  fileprivate func precedes(_ other: String.UTF8View) -> Bool {
    lexicographicallyPrecedes(other)
  }
}

extension [UInt8] {
  fileprivate mutating func add(_ first: String, _ second: String) {
    append(contentsOf: first.utf8)
    append(contentsOf: second.utf8)
  }

  /// A header's value without blanks at its ends, and with one where there are several.
  fileprivate mutating func addTrimmed(_ value: String) {
    var isPending = false
    var isFirst = true
    for byte in value.utf8 {
      guard byte != UInt8(ascii: " "), byte != UInt8(ascii: "\t") else {
        isPending = !isFirst
        continue
      }
      if isPending { append(UInt8(ascii: " ")) }
      (isPending, isFirst) = (false, false)
      append(byte)
    }
  }

  fileprivate mutating func add(_ number: Int, digits: Int) {
    var divisor = 1
    for _ in 1..<digits { divisor *= 10 }
    while divisor > 0 {
      append(UInt8(ascii: "0") + UInt8(clamping: Swift.max(0, number) / divisor % 10))
      divisor /= 10
    }
  }
}
