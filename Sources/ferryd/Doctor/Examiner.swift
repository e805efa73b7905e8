import Configuration
import Doctor
import Glibc
import Platform
import Synchronization
import Wire

/// Examines the daemon from inside: what only it sees, in its own namespace.
final class Examiner: Sendable {
  let reader: Reader
  let settings: LiveSettings
  let loader: ConfigLoader
  let ledgers: LedgerFolder
  let secrets: AddressSecrets
  let arguments: DaemonArguments
  let user: ProcessUser
  /// What was found last, and when that examination began.
  private let last = Mutex<(began: MonotonicTime, view: DoctorView)?>(nil)

  init(
    reader: Reader, settings: LiveSettings, loader: ConfigLoader, ledgers: LedgerFolder,
    secrets: AddressSecrets, arguments: DaemonArguments, user: ProcessUser
  ) {
    self.reader = reader
    self.settings = settings
    self.loader = loader
    self.ledgers = ledgers
    self.secrets = secrets
    self.arguments = arguments
    self.user = user
  }

  /// All checks in the order in which they are told; a new one is a line here.
  private var checks: [Check] {
    [
      configuration, files, addresses, credentials, database, clockOfRecords, space, ledgerFolder,
      schedules,
      .zoneData(loader.zones), watchdog, .openFiles,
    ]
  }

  /// Makes all checks; blocks most of a minute if disks do not answer.
  ///
  /// One examination at a time: all who ask while one goes on share the next.
  func examine() -> DoctorView {
    let asked = MonotonicTime.now()
    return last.withLock { last in
      if let last, last.began >= asked { return last.view }
      let began = MonotonicTime.now()
      let view = DoctorView(version: Release.version, findings: Examination.findings(of: checks))
      last = (began, view)
      return view
    }
  }

  /// Whether this is the system's service, in the sandbox of its unit file.
  var isService: Bool {
    getenv("INVOCATION_ID") != nil && loader.layers.folders == ConfigLayers.system
  }
}
