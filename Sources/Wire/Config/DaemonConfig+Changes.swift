import Migration

extension DaemonConfig {
  /// Settings that have other values than before, in the order of the file's documentation:
  /// `MaxRunningJobs=10 is 20 now`.
  ///
  /// All of them take effect in a running daemon, but for `Listen=` and its kin, which wait for the
  /// next start.
  public func changes(since before: DaemonConfig) -> [String] {
    zip(before.texts, texts).compactMap { before, now in
      before.value == now.value
        ? nil
        : "\(now.key)=\(before.value) is \(now.value) "
          + (now.key == "Listen" ? "from the next start on" : "now")
    }
  }

  private var texts: [(key: String, value: String)] {
    let roots = localRoots.map { String($0.value.dropLast()) }.joined(separator: ", ")
    return [
      ("MaxRunningJobs", "\(maxRunningJobs.value)"), ("MaxJobs", "\(maxJobs.value)"),
      ("MinFreeSpace", SizeText.bytes(minFreeSpace.value)),
      // Those of [Throttle] have the same names.
      ("[Daemon] MaxBandwidth", "\(throttle.bitsPerSecond)"),
      ("[Daemon] MaxQPS", "\(throttle.objectsPerSecond)"),
      ("LocalRoots", Self.shown(roots)), ("LogLevel", logLevel.value),
      ("TimeZone", Self.shown(timeZone.value)),
      ("RcloneProgram", Self.shown(rcloneProgram.value)), ("CatchUp", jobs.catchUp.rawValue),
      ("CatchUpWindow", Self.text(jobs.catchUpWindow)), ("Overlap", jobs.overlap.rawValue),
      ("Jitter", Self.text(jobs.jitter)), ("MinScheduleInterval", Self.text(jobs.minInterval)),
      ("MaxBandwidth", "\(jobs.throttle.bitsPerSecond)"),
      ("MaxQPS", "\(jobs.throttle.objectsPerSecond)"),
      ("Windows", Self.shown(jobs.windows.texts.joined(separator: ", "))),
      ("Auto", jobs.retry.isAutomatic ? "yes" : "no"), ("MaxDepth", "\(jobs.retry.maxDepth)"),
      ("Backoff", jobs.retry.waitsText), ("KeepRuns", "\(jobs.history.keepRuns)"),
      ("KeepDays", "\(jobs.history.keepDays)"), ("PingURL", Self.shown(ping.value?.shown ?? "")),
      ("Events", events.value ? "yes" : "no"),
      ("Listen", Self.shown(listening.value.text)),
    ]
  }

  private static func shown(_ value: String) -> String { value.isEmpty ? "(unset)" : value }

  private static func text(_ duration: Duration) -> String {
    DurationText.text(microseconds: duration.microseconds)
  }
}
