/// One HTTP request, read whole.
public struct Request: Sendable {
  /// The ID that its answer carries: 24 upper-case hexadecimal digits.
  public let id: String
  /// The method as it came: methods are case-sensitive.
  public let method: String
  /// The path's segments, percent-decoded; `/a/b%2Fc` is `a`, `b/c`.
  public let path: [String]
  /// The query's names and values in their order, percent-decoded.
  public let query: [QueryItem]
  /// The body; empty if there is none.
  public let body: [UInt8]
  /// Who asks.
  public let peer: Peer

  /// A request of these parts.
  public init(
    id: String, method: String, path: [String], query: [QueryItem] = [], body: [UInt8] = [],
    peer: Peer
  ) {
    self.id = id
    self.method = method
    self.path = path
    self.query = query
    self.body = body
    self.peer = peer
  }
}
