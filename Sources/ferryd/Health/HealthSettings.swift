import Configuration
import Wire

/// What the configuration says about who is told how runs end.
struct HealthSettings: Sendable {
  /// Who is told of every run that went well.
  var ping: PingTarget?
  /// Who is told of a job's own ones, by its name.
  var pings: [String: PingTarget] = [:]
  /// Whether events are left as files.
  var writesEvents: Bool

  init(_ set: ConfigSet) {
    ping = set.daemon.ping.value
    writesEvents = set.daemon.events.value
    for entry in set.jobs {
      if let target = entry.config.ping.value { pings[entry.config.name] = target }
    }
  }
}
