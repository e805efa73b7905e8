/// A job's number in the database; never used again after the job is gone.
public struct JobID: RawRepresentable, Hashable, Comparable, Sendable {
  /// The number.
  public let rawValue: Int64

  /// A job's number.
  public init(rawValue: Int64) {
    self.rawValue = rawValue
  }

  /// Whether one job was made before another.
  public static func < (left: JobID, right: JobID) -> Bool {
    left.rawValue < right.rawValue
  }
}
