/// Lengths of time for people, in the unit that says them well: `3 h`, `45 min`.
public enum AgeText {
  /// The text of a length in microseconds; a negative one counts as nothing.
  public static func text(microseconds: Int64) -> String {
    let seconds = max(0, microseconds / 1_000_000)
    return switch seconds {
    case ..<120: "\(seconds) s"
    case ..<7_200: "\(seconds / 60) min"
    case ..<172_800: "\(seconds / 3_600) h"
    default: "\(seconds / 86_400) days"
    }
  }
}
