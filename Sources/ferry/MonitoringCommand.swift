import Calendar
import Platform
import Wire

/// `status --check`: a plugin of a monitoring system, with that system's exit statuses.
extension Session {
  func check(_ maxAge: Int64?) throws(Failure) -> Answer {
    var request = ControlRequest("GET", "health")
    if maxAge != nil { request.add("maxAge", invocation.value("max-age")) }
    let (view, text) = try told(request, as: HealthView.self)
    let line = MonitoringLine(view, now: WallClock.now())
    return Answer(data: text, lines: [line.text], exit: ExitStatus(number: line.level.rawValue))
  }
}

extension Failure {
  /// Whether words ask for a monitoring system's answer, as far as words that may be wrong tell.
  static func isMonitored(_ words: [String]) -> Bool {
    words.contains("status") && (words.contains("--check") || words.contains("--check=true"))
  }

  /// The same failure as a monitoring system is told it: a daemon that is away does no work.
  var monitored: MonitoringLine {
    switch self {
    case .usage, .notPermitted: MonitoringLine(.unknown, line)
    case .refused(_, let refusal) where refusal.code == "AccessDenied":
      MonitoringLine(.unknown, line)
    case .refused, .unreachable, .local: MonitoringLine(.critical, line)
    }
  }
}
