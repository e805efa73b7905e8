public import Migration

/// What had to be looked at outside the database before a retry is decided.
public struct RetryLook: Hashable, Sendable {
  /// The run whose ledger was looked at; nil if there is none.
  public var run: RunNumber?
  /// What of that run still fails in the whole family; nil if the list is not ready.
  public var remainder: Remainder?
  /// Whether the source's secret is needed and was not given.
  public var lacksSecret: Bool
  /// Why one of the two addresses cannot be used now; nil if both can.
  public var unreachable: String?

  /// What was found.
  public init(
    run: RunNumber?, remainder: Remainder?, lacksSecret: Bool = false, unreachable: String? = nil
  ) {
    self.run = run
    self.remainder = remainder
    self.lacksSecret = lacksSecret
    self.unreachable = unreachable
  }
}
