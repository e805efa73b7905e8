public import Migration

extension HistoryPolicy {
  /// How many runs may be kept.
  public static let runs = 1...1_000_000
  /// For how many days.
  public static let days = 1...36_500
}
