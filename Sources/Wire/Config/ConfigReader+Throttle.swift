import Migration

/// `[Throttle]`, which `ferryd.conf` and a job's file have in common, and the same keys of `[Daemon]`.
extension ConfigReader {
  /// Bits per second; 0 is no limit, whatever the default says.
  mutating func bitsPerSecond(
    in section: String = "Throttle", default standard: Int64
  ) -> Located<Int64> {
    read(section, "MaxBandwidth", default: standard, by: ConfigValue.bandwidth)
  }

  /// Objects per second, likewise.
  mutating func objectsPerSecond(
    in section: String = "Throttle", default standard: Int64
  ) -> Located<Int64> {
    read(section, "MaxQPS", default: standard) { text throws(ValueProblem) in
      try ConfigValue.whole(text, in: 0...Int64.max)
    }
  }

  /// Limits by the time of day; a list that is there, even an empty one, outweighs the default.
  mutating func windows(default standard: ThrottleWindows) -> ThrottleWindows {
    guard isAssigned("Throttle", "Windows") else { return standard }
    let found = list("Throttle", "Windows", by: ThrottleWindowText.list)
    let windows = found.map(\.value)
    if found.count > ThrottleWindows.most {
      refuse(
        "Windows= has more than \(ThrottleWindows.most) windows",
        at: found[ThrottleWindows.most].source?.place)
    } else if let clash = ThrottleWindowText.clash(in: windows) {
      refuse("Windows= \(clash.problem)", at: found[clash.second].source?.place)
    }
    return ThrottleWindows(windows) ?? .none
  }
}
