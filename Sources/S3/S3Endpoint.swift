public import Migration
import Signing

/// Where a bucket is reached: a host, a scheme, and whether the bucket stands in the host or the path.
public struct S3Endpoint: Hashable, Sendable {
  /// How the service speaks.
  public let profile: S3Profile
  /// The bucket's name.
  public let bucket: String
  /// Whether the connection is encrypted.
  public let isTLS: Bool
  /// The region that requests are signed for.
  public let region: String
  /// The host's name, in small letters, with its port if that is not the scheme's own.
  public let host: String
  /// Whether the bucket stands in the path.
  public let isPathStyle: Bool

  /// Whether the host is made of the service's pattern and the region, and follows the region.
  private let isMade: Bool

  /// Where an address's bucket is.
  ///
  /// With a domain that is not the service's own, a bucket of type `s3` stands in the path: servers
  /// of one's own are seldom known to the name service under each bucket's name. So it does where a
  /// host's name cannot hold it: before an IP address, and with a dot in it over TLS, which no
  /// certificate of `*.host` covers.
  ///
  /// - Returns: Nil if the service does not speak S3.
  public init?(_ place: BucketPlace) {
    guard let profile = place.kind.s3 else { return nil }
    let (isTLS, named) = Self.split(place.domain)
    let given = profile.plainRegion(place.region)
    let host = named.isEmpty ? profile.host(in: given) : named
    let own = profile.region(ofHost: host)
    let isForeign = own == nil && !named.isEmpty && place.kind.word == "s3"
    self.profile = profile
    self.isTLS = isTLS
    bucket = place.bucket
    isMade = named.isEmpty
    region = Self.first([
      given, own ?? "", isForeign ? Self.region(inHost: host) : "", profile.defaultRegion,
      "us-east-1",
    ])
    // Some write the bucket into the domain by themselves.
    if host.hasPrefix(place.bucket.lowercased() + ".") {
      (self.host, isPathStyle) = (host, false)
      return
    }
    isPathStyle =
      place.isPathStyle || isForeign || profile.style == .path || Self.isNumeric(host)
      || (isTLS && place.bucket.contains(".")) || !Self.isLabel(place.bucket)
    self.host = isPathStyle ? host : "\(place.bucket).\(host)"
  }

  /// The same bucket in another region; nil if it is already asked there, or the region is none.
  ///
  /// A host that the address names stays, and only the signature is for the other region.
  public func moved(to region: String) -> S3Endpoint? {
    guard region != self.region, !region.isEmpty, BucketRules.problem(withRegion: region) == nil
    else { return nil }
    let base = profile.host(in: region)
    let made = isPathStyle ? base : "\(bucket).\(base)"
    return S3Endpoint(
      profile: profile, bucket: bucket, isTLS: isTLS, region: region,
      host: isMade ? made : host, isPathStyle: isPathStyle, isMade: isMade)
  }

  private init(
    profile: S3Profile, bucket: String, isTLS: Bool, region: String, host: String,
    isPathStyle: Bool, isMade: Bool
  ) {
    self.profile = profile
    self.bucket = bucket
    self.isTLS = isTLS
    self.region = region
    self.host = host
    self.isPathStyle = isPathStyle
    self.isMade = isMade
  }

  /// Scheme and host: `https://photos.s3.eu-central-1.amazonaws.com`.
  public var origin: String { (isTLS ? "https://" : "http://") + host }

  /// The path of an object, or of the bucket itself, encoded as it is sent.
  public func path(of key: [UInt8] = []) -> String {
    var text: [UInt8] = [UInt8(ascii: "/")]
    text.reserveCapacity(key.count + bucket.utf8.count + 16)
    if isPathStyle {
      PercentEncoding.append(bucket.utf8, to: &text)
      if !key.isEmpty { text.append(UInt8(ascii: "/")) }
    }
    PercentEncoding.append(key, keepsSlash: true, to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// The scheme and the host of a domain as an address has it.
  private static func split(_ domain: String) -> (isTLS: Bool, host: String) {
    var (isTLS, host) = (true, domain)
    for (scheme, secure) in [("https://", true), ("http://", false)]
    where domain.lowercased().hasPrefix(scheme) {
      (isTLS, host) = (secure, String(domain.dropFirst(scheme.count)))
    }
    host = host.lowercased()
    // The scheme's own port is not sent in `Host`, so it must not be signed either.
    let port = isTLS ? ":443" : ":80"
    if host.hasSuffix(port) { host = String(host.dropLast(port.count)) }
    return (isTLS, host)
  }

  /// The region that a host shows, as in `s3.us-west-004.backblazeb2.com`; empty if it shows none.
  ///
  /// A wrong one is corrected by the service's answer.
  private static func region(inHost host: String) -> String {
    let labels = host.split(separator: ".", omittingEmptySubsequences: false)
    return labels.count >= 4 && labels[0] == "s3" && labels[1].contains("-")
      ? String(labels[1]) : ""
  }

  private static func first(_ texts: [String]) -> String {
    texts.first { !$0.isEmpty } ?? ""
  }

  /// An IP address, or a name without a domain, before which no bucket can stand.
  private static func isNumeric(_ host: String) -> Bool {
    guard !host.hasPrefix("[") else { return true }
    let name = host.prefix { $0 != ":" }
    return name.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
      || !name.contains(".")
  }

  /// Whether a bucket's name can be part of a host's name.
  private static func isLabel(_ bucket: String) -> Bool {
    bucket.utf8.allSatisfy { byte in
      (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
        || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
    }
  }
}
