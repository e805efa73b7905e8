public import Calendar

/// What `ferry status --check` answers: one line and an exit status.
///
/// Source: Monitoring Plugins Development Guidelines, "Plugin Output for Nagios" and "Performance
/// data".
public struct MonitoringLine: Hashable, Sendable {
  /// How it stands; the number is the plugin's exit status.
  public enum Level: Int32, Hashable, Sendable {
    /// All is well.
    case ok = 0
    /// Somebody should look.
    case warning = 1
    /// Something is not done that should be.
    case critical = 2
    /// Nothing can be said.
    case unknown = 3

    var word: String {
      switch self {
      case .ok: "OK"
      case .warning: "WARNING"
      case .critical: "CRITICAL"
      case .unknown: "UNKNOWN"
      }
    }
  }

  /// How it stands.
  public let level: Level
  /// The line.
  public let text: String

  /// Names of one kind that are told; of more their number is.
  private static let named = 3
  private static let lengthLimit = 600

  /// A line without figures, as when the daemon cannot be asked.
  public init(_ level: Level, _ message: String) {
    self.level = level
    text = "FERRY \(level.word) - \(Self.line(message))"
  }

  /// Judges what the daemon tells.
  ///
  /// - Parameter now: When this is.
  public init(_ health: HealthView, now: Instant) {
    let critical =
      health.troubles
      + Self.told(health.attention.map { "\($0.jobName): \(Self.withoutStop($0.message))" })
      + Self.told(health.overdue.map { "\($0.jobName) is overdue\(Self.since($0, now))" })
      + Self.told(
        health.stale.map { view in
          view.utc == nil
            ? "\(view.jobName) has never succeeded"
            : "\(view.jobName) last succeeded\(Self.ago(view, now))"
        })
    let warnings = Self.told(
      health.failing.map { view in
        let isOne = view.stillFailing == 1
        return "\(view.jobName): \(SizeText.count(view.stillFailing)) "
          + (isOne ? "object still fails" : "objects still fail")
      })
    level = critical.isEmpty ? (warnings.isEmpty ? .ok : .warning) : .critical
    var parts = critical + warnings
    parts.append("\(health.jobs) \(health.jobs == 1 ? "job" : "jobs"), \(health.running) running")
    if health.waiting > 0 { parts.append("\(health.waiting) waiting") }
    parts.append(Self.next(health.nextStart, now))
    let words = Self.line(parts.joined(separator: ", "))
    text = "FERRY \(level.word) - \(words) | \(Self.figures(health))"
  }

  /// `label=value;warn;crit;min`: what lies above a bound alerts.
  private static func figures(_ health: HealthView) -> String {
    [
      "jobs=\(health.jobs);;;0", "running=\(health.running);;;0", "waiting=\(health.waiting);;;0",
      "failing=\(health.failing.count);0;;0", "attention=\(health.attention.count);;0;0",
      "overdue=\(health.overdue.count);;0;0", "stale=\(health.stale.count);;0;0",
    ].joined(separator: " ")
  }

  private static func told(_ texts: [String]) -> [String] {
    texts.count <= named ? texts : texts.prefix(named) + ["and \(texts.count - named) more"]
  }

  private static func since(_ view: UpcomingView, _ now: Instant) -> String {
    view.utc.map { " since \(AgeText.text(microseconds: now.microseconds - $0.microseconds))" }
      ?? ""
  }

  private static func ago(_ view: UpcomingView, _ now: Instant) -> String {
    view.utc.map { " \(AgeText.text(microseconds: now.microseconds - $0.microseconds)) ago" } ?? ""
  }

  private static func next(_ view: UpcomingView?, _ now: Instant) -> String {
    guard let view, let at = view.utc else { return "none scheduled" }
    return
      "next \(view.jobName) in \(AgeText.text(microseconds: at.microseconds - now.microseconds))"
  }

  private static func withoutStop(_ text: String) -> Substring {
    text.hasSuffix(".") ? text.dropLast() : text[...]
  }

  /// Text on one line and without the bar that begins the figures.
  private static func line(_ text: String) -> String {
    let flat = text.map { $0.isNewline ? " " : $0 == "|" ? "/" : $0 }
    let safe = TerminalText.safe(String(flat))
    return safe.count > lengthLimit ? safe.prefix(lengthLimit) + "..." : safe
  }
}
