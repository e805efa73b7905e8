/// Lengths of time as the configuration writes them: `90s`, `5m`, `2h`, `1d`.
public enum DurationText {
  /// The text of a length in microseconds, in the largest unit that says it whole.
  ///
  /// Parts of a second are cut; nothing is `0s`.
  public static func text(microseconds: Int64) -> String {
    let seconds = microseconds / 1_000_000
    let units: [(Int64, String)] = [(86_400, "d"), (3_600, "h"), (60, "m")]
    for (size, name) in units where seconds != 0 && seconds % size == 0 {
      return "\(seconds / size)\(name)"
    }
    return "\(seconds)s"
  }
}
