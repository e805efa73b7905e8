public import Calendar

/// A request that was to change something, as it is kept.
public struct AuditRecord: Hashable, Sendable {
  /// Its number; 0 before it is kept.
  public var id: Int64 = 0
  /// When it was answered.
  public var at: Instant
  /// Who asked: `uid:1000`, `key:backup`, `token:grafana`.
  public var caller: String
  /// What the caller may do, by the word for it.
  public var role: String
  /// From where: an address, or `pid:1234`.
  public var place: String
  /// What was asked for, such as `CreateJob`.
  public var action: String
  /// The name of the job or the like; empty where none is known.
  public var subject: String
  /// The refusal's code; empty if it was done.
  public var outcome: String
  /// The request's ID.
  public var request: String

  /// A record that is not kept yet.
  public init(
    at: Instant, caller: String, role: String, place: String, action: String, subject: String,
    outcome: String, request: String
  ) {
    self.at = at
    self.caller = caller
    self.role = role
    self.place = place
    self.action = action
    self.subject = subject
    self.outcome = outcome
    self.request = request
  }
}
