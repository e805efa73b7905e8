/// How a kind of object store speaks the protocol of Amazon S3: where it is, and in what it differs.
public struct S3Profile: Hashable, Sendable {
  /// The service's own host; `REGION` stands for the region, if it has one.
  public let hostPattern: String
  /// What a region may begin with that the pattern says already.
  public let regionPrefix: String
  /// The region when none is given; empty where one is needed.
  public let defaultRegion: String
  /// Where the bucket stands at the service's own hosts.
  public let style: Style
  /// Whether the second form of lists is known (`list-type=2`); the first one is everywhere.
  public let listsByToken: Bool
  /// Whether lists can be asked for with encoded keys (`encoding-type=url`).
  public let encodesLists: Bool
  /// Whether the ETag of an object that was sent whole and without encryption is its MD5.
  public let tagIsMD5: Bool
  /// The header of answers with a checksum of the whole object; nil if there is none.
  public let checksumHeader: String?
  /// What a part of an object may be.
  public let parts: Parts

  /// Where a bucket stands in a URL.
  public enum Style: Hashable, Sendable {
    /// In the host's name: `bucket.host/key`.
    case host
    /// At the beginning of the path: `host/bucket/key`.
    case path
  }

  /// The limits of an object that is sent in parts.
  public struct Parts: Hashable, Sendable {
    /// The least length of a part that is not the last, in bytes.
    public let least: Int64
    /// The greatest length of a part, in bytes.
    public let most: Int64
    /// How many parts there may be.
    public let count: Int
    /// The longest object that may be sent whole, in bytes.
    public let whole: Int64

    /// What Amazon S3 allows, which its kin follow: 5 MiB to 5 GiB, 10,000 parts.
    public static let usual = Parts(least: 5 << 20, most: 5 << 30, count: 10_000, whole: 5 << 30)
    /// Parts of no other length than 8 MiB.
    static let fixed = Parts(least: 8 << 20, most: 8 << 20, count: 10_000, whole: 1 << 30)
  }

  init(
    _ hostPattern: String, regionPrefix: String = "", defaultRegion: String = "",
    style: Style = .host, listsByToken: Bool = true, encodesLists: Bool = true,
    tagIsMD5: Bool = true, checksumHeader: String? = nil, parts: Parts = .usual
  ) {
    self.hostPattern = hostPattern
    self.regionPrefix = regionPrefix
    self.defaultRegion = defaultRegion
    self.style = style
    self.listsByToken = listsByToken
    self.encodesLists = encodesLists
    self.tagIsMD5 = tagIsMD5
    self.checksumHeader = checksumHeader
    self.parts = parts
  }

  /// A region as the pattern takes it: without what the pattern says already.
  public func plainRegion(_ region: String) -> String {
    !regionPrefix.isEmpty && region.hasPrefix(regionPrefix)
      ? String(region.dropFirst(regionPrefix.count)) : region
  }

  /// The service's host in a region.
  public func host(in region: String) -> String {
    let (before, after) = halves
    guard let after else { return before }
    let region = region.isEmpty ? defaultRegion : plainRegion(region)
    // Amazon's regions in China are a partition with a domain of its own.
    let isApart = hostPattern.hasSuffix(".amazonaws.com") && region.hasPrefix("cn-")
    return before + region + after + (isApart ? ".cn" : "")
  }

  /// The region that one of the service's own hosts is in; nil for another host.
  public func region(ofHost host: String) -> String? {
    let (before, after) = halves
    guard let after else { return host == before ? defaultRegion : nil }
    for end in ["-internal" + after, after, after + ".cn"] {
      guard host.hasPrefix(before), host.hasSuffix(end),
        host.utf8.count > before.utf8.count + end.utf8.count
      else { continue }
      let region = host.dropFirst(before.count).dropLast(end.count)
      if !region.contains(".") { return String(region) }
    }
    return nil
  }

  /// What the pattern has before the region and after it; the latter is nil without a region.
  private var halves: (before: String, after: String?) {
    let mark = Array("REGION".utf8)
    let bytes = Array(hostPattern.utf8)
    for start in bytes.indices where bytes[start...].starts(with: mark) {
      return (
        String(decoding: bytes[..<start], as: UTF8.self),
        String(decoding: bytes[(start + mark.count)...], as: UTF8.self)
      )
    }
    return (hostPattern, nil)
  }
}
