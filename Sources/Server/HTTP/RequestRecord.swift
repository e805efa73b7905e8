/// One answered request, for a log.
public struct RequestRecord: Hashable, Sendable {
  /// Who asked; nil if the kernel did not tell.
  public let caller: Caller?
  /// The method, visible ASCII only.
  public let method: String
  /// The path as it came, still percent-encoded, visible ASCII only, without the query.
  public let path: String
  /// The HTTP status of the answer.
  public let status: Int
  /// From the end of the request's headers until the answer was ready.
  public let microseconds: Int64
  /// The ID that the answer carries.
  public let requestID: String
}
