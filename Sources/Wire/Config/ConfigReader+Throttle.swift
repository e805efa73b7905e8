/// `[Throttle]`, which `ferryd.conf` and a job's file have in common.
extension ConfigReader {
  /// Bits per second; 0 is no limit, whatever the default says.
  mutating func bitsPerSecond(default standard: Int64) -> Located<Int64> {
    read("Throttle", "MaxBandwidth", default: standard, by: ConfigValue.bandwidth)
  }

  /// Objects per second, likewise.
  mutating func objectsPerSecond(default standard: Int64) -> Located<Int64> {
    read("Throttle", "MaxQPS", default: standard) { text throws(ValueProblem) in
      try ConfigValue.whole(text, in: 0...Int64.max)
    }
  }
}
