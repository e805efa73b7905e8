/// For which day and region a signature of `OSSV4` holds.
public struct OSSV4Scope: Hashable, Sendable {
  /// The day in UTC, `20261121`.
  public let day: String
  /// The region, such as `cn-hangzhou`; whatever the client calls it.
  public let region: String

  static let product = "oss"
  static let end = "aliyun_v4_request"

  /// A scope.
  public init(day: String, region: String) {
    self.day = day
    self.region = region
  }

  /// As it stands in the text that is signed.
  var text: String { "\(day)/\(region)/\(Self.product)/\(Self.end)" }
}
