public import Calendar

/// The daemon in one line, as `systemctl status` shows it.
public struct ServiceStatus: Sendable {
  /// What is wrong with the state; empty if nothing is.
  public var problem = ""
  /// How many runs go on.
  public var runs = 0
  /// The job that starts next by its rule and when, on the server's wall; nil if none does.
  public var next: (job: String, when: String)?
  /// How many jobs wait for somebody to mend something.
  public var attention = 0

  /// A daemon that does nothing.
  public init() {}

  /// `2 runs going on; next: nightly at 02:00:00; 1 job needs attention`.
  public var text: String {
    var parts = problem.isEmpty ? [] : [problem]
    parts.append(runs == 0 ? "Idle" : "\(runs) run\(runs == 1 ? "" : "s") going on")
    if let next { parts.append("next: \(next.job) at \(next.when)") }
    if attention > 0 {
      parts.append(attention == 1 ? "1 job needs attention" : "\(attention) jobs need attention")
    }
    return parts.joined(separator: "; ")
  }

  /// A time for `next`: the time of day if it comes within a day, else with its date.
  ///
  /// - Parameters:
  ///   - local: What the wall shows then.
  ///   - distance: Seconds until then.
  public static func when(_ local: LocalTime, in distance: Int64) -> String {
    distance < 86_400 ? "\(local.time)" : "\(local.date) \(local.time)"
  }
}
