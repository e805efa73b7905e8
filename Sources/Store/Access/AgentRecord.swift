public import Calendar

/// An agent as it is kept: a record for clients that ask for one; no program stands behind it.
public struct AgentRecord: Hashable, Sendable {
  /// The name.
  public var name: String
  /// The immutable ID, a UUID.
  public var version: String
  /// The ID of the tunnel that it is to use.
  public var tunnel: String
  /// `public` or `vpc`.
  public var endpoint: String
  /// `default`.
  public var deployMethod: String
  /// `K1:V1,K2:V2`, or empty.
  public var tags: String
  /// When it was made.
  public var created: Instant
  /// When it was last changed.
  public var modified: Instant

  /// An agent.
  public init(
    name: String, version: String, tunnel: String, endpoint: String, deployMethod: String,
    tags: String, created: Instant, modified: Instant
  ) {
    self.name = name
    self.version = version
    self.tunnel = tunnel
    self.endpoint = endpoint
    self.deployMethod = deployMethod
    self.tags = tags
    self.created = created
    self.modified = modified
  }
}
