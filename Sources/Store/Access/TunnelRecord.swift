public import Calendar

/// A tunnel as it is kept: a record for clients that ask for one; nothing is sent through it.
public struct TunnelRecord: Hashable, Sendable {
  /// The ID, a UUID.
  public var id: String
  /// `K1:V1,K2:V2`, or empty.
  public var tags: String
  /// Byte/s; 0 for no limit.
  public var bytesPerSecond: Int64
  /// Requests per second; 0 for no limit.
  public var requestsPerSecond: Int64
  /// When it was made.
  public var created: Instant
  /// When it was last changed.
  public var modified: Instant

  /// A tunnel.
  public init(
    id: String, tags: String, bytesPerSecond: Int64, requestsPerSecond: Int64, created: Instant,
    modified: Instant
  ) {
    self.id = id
    self.tags = tags
    self.bytesPerSecond = bytesPerSecond
    self.requestsPerSecond = requestsPerSecond
    self.created = created
    self.modified = modified
  }
}
