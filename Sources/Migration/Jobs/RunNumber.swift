/// Number of a job's run: 1, 2, 3 … (`RuntimeId` on the wire).
public struct RunNumber: RawRepresentable, Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The number.
  public let rawValue: Int64

  /// A run's number.
  public init(rawValue: Int64) {
    self.rawValue = rawValue
  }

  /// The number of the run after this one.
  public var next: RunNumber { RunNumber(rawValue: rawValue + 1) }

  /// A job's first run.
  public static let first = RunNumber(rawValue: 1)

  /// The number in digits.
  public var description: String { String(rawValue) }

  /// Whether one run was opened before another.
  public static func < (left: RunNumber, right: RunNumber) -> Bool {
    left.rawValue < right.rawValue
  }
}
