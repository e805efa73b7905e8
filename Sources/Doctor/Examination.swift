import Platform
public import Wire

/// Checks made one after another, each within its time and all within theirs.
public enum Examination {
  /// How long all checks may take, in seconds: whoever asked waits a minute.
  private static let patience: Int64 = 45

  /// Makes checks in their order; blocks until they are made.
  ///
  /// - Returns: Their findings; one that has no answer in its time is a problem itself.
  public static func findings(of checks: [Check]) -> [FindingView] {
    let end = MonotonicTime.now().advanced(byNanoseconds: patience * 1_000_000_000)
    var findings: [FindingView] = []
    for check in checks {
      let left = end.nanoseconds(since: MonotonicTime.now()) / 1_000_000_000
      guard left > 0 else {
        findings.append(
          FindingView(
            .warning, check.name, "not examined: the checks before it took \(patience) s",
            remedy: "run 'ferry doctor' again when what they name is mended"))
        continue
      }
      let patience = min(check.patience, Int(left))
      findings +=
        Within.seconds(patience) { check.findings() }
        ?? [
          FindingView(
            .problem, check.name, "no answer in \(patience) s",
            remedy: "look for a disk or a server of files that is gone: 'dmesg', 'findmnt'")
        ]
    }
    return findings
  }
}
