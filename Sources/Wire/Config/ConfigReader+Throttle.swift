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
}
