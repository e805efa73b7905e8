/// An answer with all of its body.
public struct HTTPAnswer: Sendable {
  /// The status and the headers.
  public let head: HTTPHead
  /// The body.
  public let body: [UInt8]
}
