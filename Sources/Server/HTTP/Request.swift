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
  /// The headers in their order, names in small letters; those that are not UTF-8 are left out.
  public let headers: [Header]
  /// The path as it came, percent-encoded: what a signature covers.
  public let rawPath: String
  /// Who asks.
  public var caller: Caller

  /// A request of these parts.
  public init(
    id: String, method: String, path: [String], query: [QueryItem] = [], body: [UInt8] = [],
    headers: [Header] = [], rawPath: String = "", caller: Caller
  ) {
    self.id = id
    self.method = method
    self.path = path
    self.query = query
    self.body = body
    self.headers = headers
    self.rawPath = rawPath
    self.caller = caller
  }

  /// The value of a header, nil if it is not there; a header that is there twice counts once.
  ///
  /// - Parameter name: In small letters.
  public func header(_ name: String) -> String? {
    headers.first { $0.name == name }?.value
  }
}
