import Configuration
import Migration
import Server
import Synchronization
import Wire

/// What the doors need of the configuration; the loop sets it anew with each reload.
final class LiveSettings: Sendable {
  /// The settings of one moment.
  struct Values: Sendable {
    /// `ferryd.conf`.
    var daemon: DaemonConfig
    /// The keys that clients elsewhere sign with, by their IDs.
    var accessKeys: [String: AccessKey]
    /// The zone of new jobs that name none.
    var standardZone: String
    /// Which local folders may be moved.
    var paths: PathRules
    /// The files that it was read from.
    var files: FileDigests
    /// Who is told how runs end.
    var health: HealthSettings

    init(_ reading: ConfigReading) {
      files = FileDigests(reading.set)
      daemon = reading.set.daemon
      accessKeys = [:]
      for key in reading.accessKeys {
        accessKeys[key.id] = AccessKey(
          id: key.id, secret: key.secret, role: key.role, name: key.name)
      }
      standardZone = reading.standardZone
      paths = reading.paths
      health = HealthSettings(reading.set)
    }
  }

  private let values: Mutex<Values>

  init(_ reading: ConfigReading) {
    values = Mutex(Values(reading))
  }

  /// The settings as they are now.
  var now: Values { values.withLock { $0 } }

  /// Takes those of a configuration that was adopted.
  ///
  /// - Returns: What they were.
  func set(_ reading: ConfigReading) -> Values {
    values.withLock { values in
      let before = values
      values = Values(reading)
      return before
    }
  }
}
