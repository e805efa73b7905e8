import Doctor
import Glibc
import Wire

extension Check {
  /// How systemd sees the service.
  static let unit = Check("unit", patience: 10) { check in
    guard access("/run/systemd/system", F_OK) == 0 else {
      return [FindingView(.ok, check, "systemd does not run here")]
    }
    guard let facts = unitFacts() else {
      return [FindingView(.ok, check, "systemctl does not answer: the unit is not looked at")]
    }
    guard facts["LoadState"] == "loaded" else {
      return [FindingView(.ok, check, "there is no ferryd.service here")]
    }
    let state = "\(facts["ActiveState"] ?? "") (\(facts["SubState"] ?? ""))"
    return switch facts["ActiveState"] {
    case "failed": [failed(check, facts)]
    case "active", "reloading", "activating": [active(check, state, facts)]
    default:
      [
        FindingView(
          .warning, check, "ferryd.service is \(state)",
          remedy: "'systemctl enable --now ferryd' starts it now and at each boot")
      ]
    }
  }

  private static func failed(_ check: String, _ facts: [String: String]) -> FindingView {
    let why = facts["StatusText"] ?? ""
    let status = facts["ExecMainStatus"] ?? "unknown"
    return FindingView(
      .problem, check,
      "ferryd.service has failed: \(facts["Result"] ?? ""), exit status \(status)"
        + (why.isEmpty ? "" : ": \(why)"),
      remedy: "'journalctl -u ferryd -e' tells why; then 'systemctl restart ferryd'")
  }

  private static func active(
    _ check: String, _ state: String, _ facts: [String: String]
  ) -> FindingView {
    if facts["NeedDaemonReload"] == "yes" {
      return FindingView(
        .warning, check, "the unit file of ferryd.service has changed since it was read",
        remedy: "systemctl daemon-reload && systemctl restart ferryd")
    }
    let restarts = facts["NRestarts"].flatMap { Int($0) } ?? 0
    guard restarts > 0 else { return FindingView(.ok, check, "ferryd.service is \(state)") }
    return FindingView(
      .warning, check,
      "ferryd.service is \(state) again: systemd has restarted it (restarts: \(restarts))",
      remedy: "'journalctl -u ferryd' tells why it ended")
  }

  /// Properties of the unit; nil if nobody tells them.
  private static func unitFacts() -> [String: String]? {
    // A fixed command line: nothing from outside goes through the shell.
    let properties =
      "LoadState,ActiveState,SubState,Result,ExecMainStatus,StatusText,NeedDaemonReload,NRestarts"
    guard
      let pipe = popen("systemctl show ferryd.service --property=\(properties) 2>/dev/null", "r")
    else { return nil }
    var text: [UInt8] = []
    while true {
      let character = fgetc(pipe)
      guard character != EOF, text.count < 1 << 16 else { break }
      text.append(UInt8(truncatingIfNeeded: character))
    }
    guard pclose(pipe) == 0 else { return nil }
    var facts: [String: String] = [:]
    for line in String(decoding: text, as: UTF8.self).split(separator: "\n") {
      let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if parts.count == 2 { facts[String(parts[0])] = String(parts[1]) }
    }
    return facts.isEmpty ? nil : facts
  }
}
