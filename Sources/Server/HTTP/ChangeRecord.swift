/// A request that was to change something, and what came of it.
public struct ChangeRecord: Hashable, Sendable {
  /// Who asked.
  public let caller: Caller
  /// What was asked for, such as `CreateJob`.
  public let action: String
  /// The name of the job or the like; empty where none is known.
  public let subject: String
  /// The refusal's code; empty if it was done.
  public let outcome: String
  /// The ID that the answer carries.
  public let requestID: String

  /// A record.
  public init(
    caller: Caller, action: String, subject: String, outcome: String, requestID: String
  ) {
    self.caller = caller
    self.action = action
    self.subject = subject
    self.outcome = outcome
    self.requestID = requestID
  }
}
