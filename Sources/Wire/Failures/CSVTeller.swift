/// A list of failed objects as comma-separated values with a line of titles.
public struct CSVTeller: FailureTeller {
  /// A list.
  public init() {}

  /// The titles.
  public var opening: String { CSVText.record(FailureEntry.columns) }
  /// Nothing.
  public var closing: String { "" }

  /// A record each.
  public func text(of entries: [FailureEntry]) -> String {
    entries.map { CSVText.record($0.record) }.joined()
  }
}
