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
    let state = "\(facts["ActiveState"] ?? "") (\(facts["SubState"] ?? ""))"
    guard facts["LoadState"] == "loaded" else {
      return [FindingView(.ok, check, "there is no ferryd.service here")]
    }
    switch facts["ActiveState"] {
    case "failed":
      let result = facts["Result"] ?? ""
      return [
        FindingView(
          .problem, check,
          "ferryd.service has failed: \(result), exit status "
            + "\(facts["ExecMainStatus"] ?? "unknown")",
          remedy: "'journalctl -u ferryd -e' tells why; then 'systemctl restart ferryd'")
      ]
    case "active", "reloading", "activating":
      let needed = facts["NeedDaemonReload"] == "yes"
      guard !needed else {
        return [
          FindingView(
            .warning, check, "the unit file of ferryd.service has changed since it was read",
            remedy: "systemctl daemon-reload && systemctl restart ferryd")
        ]
      }
      let restarts = facts["NRestarts"].flatMap { Int($0) } ?? 0
      guard restarts == 0 else {
        return [
          FindingView(
            .warning, check,
            "ferryd.service is \(state); systemd has restarted it \(restarts) times",
            remedy: "'journalctl -u ferryd' tells why it ended")
        ]
      }
      return [FindingView(.ok, check, "ferryd.service is \(state)")]
    default:
      return [
        FindingView(
          .warning, check, "ferryd.service is \(state)",
          remedy: "'systemctl enable --now ferryd' starts it now and at each boot")
      ]
    }
  }

  /// Properties of the unit; nil if nobody tells them.
  private static func unitFacts() -> [String: String]? {
    // A fixed command line: nothing from outside goes through the shell.
    let properties =
      "LoadState,ActiveState,SubState,Result,ExecMainStatus,NeedDaemonReload,NRestarts"
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
