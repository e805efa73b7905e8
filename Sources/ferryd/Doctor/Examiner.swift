import Configuration
import Doctor
import Glibc
import Platform
import Wire

/// Examines the daemon from inside: what only it sees, in its own namespace.
struct Examiner {
  let reader: Reader
  let settings: LiveSettings
  let loader: ConfigLoader
  let ledgers: LedgerFolder
  let arguments: DaemonArguments
  let user: ProcessUser

  /// All checks in the order in which they are told; a new one is a line here.
  private var checks: [Check] {
    [
      configuration, files, addresses, database, clockOfRecords, space, ledgerFolder, schedules,
      .zoneData(loader.zones), watchdog, .openFiles,
    ]
  }

  /// Makes all checks; blocks most of a minute if disks do not answer.
  func examine() -> DoctorView {
    DoctorView(version: Release.version, findings: Examination.findings(of: checks))
  }

  /// Whether this is the system's service, in the sandbox of its unit file.
  var isService: Bool {
    getenv("INVOCATION_ID") != nil && loader.layers.folders == ConfigLayers.system
  }
}
