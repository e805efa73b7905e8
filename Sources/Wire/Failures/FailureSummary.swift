public import Migration

/// What a list of failed objects comes to: how many still fail for which reason.
public struct FailureSummary: Hashable, Sendable {
  /// Objects that still fail, by the reason.
  public private(set) var failing: [FailureCode: Int64] = [:]
  /// Objects that a retry has moved.
  public private(set) var recovered: Int64 = 0

  /// Of no object.
  public init() {}

  /// Counts an object.
  public mutating func add(_ entry: FailureEntry) {
    if entry.isRecovered {
      recovered += 1
    } else {
      failing[entry.code, default: 0] += 1
    }
  }

  /// How many still fail.
  public var count: Int64 { failing.values.reduce(0, +) }

  /// `5 objects of run 3 still fail: 3 PermissionDenied, 2 IsADirectory; 4 moved by retries`.
  public func line(run: String) -> String {
    var text: String
    if count == 0 {
      text = "nothing of run \(run) still fails"
    } else {
      let reasons = failing.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
        .map { "\(SizeText.count($0.value)) \($0.key.rawValue)" }
      text =
        count == 1
        ? "1 object of run \(run) still fails: "
        : "\(SizeText.count(count)) objects of run \(run) still fail: "
      text += reasons.joined(separator: ", ")
    }
    if recovered > 0 { text += "; \(SizeText.count(recovered)) moved by retries" }
    return text
  }
}
