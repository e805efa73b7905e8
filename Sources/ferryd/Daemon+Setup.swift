import Calendar
import Configuration
import Engine
import Glibc
import Migration
import Platform
import Rclone
import SQLite
import Secrets
import Store
import Wire

extension Daemon {
  // MARK: - Configuration

  /// The reader of the configuration, for this start and for each reload.
  func loader(_ zones: ZoneFiles) -> ConfigLoader {
    let socketFolder = arguments.socket.split(separator: "/").dropLast().joined(separator: "/")
    var loader = ConfigLoader(
      layers: ConfigLayers(arguments.configuration, owners: [user.effectiveUID]),
      ownFolders: [arguments.state, "/" + socketFolder], zones: zones)
    loader.stateFolder = arguments.state
    return loader
  }

  /// Reads what the files ask for, beside what is kept.
  func read(
    _ loader: ConfigLoader, over store: JobDatabase?
  ) throws(ExitReason) -> ConfigReading {
    do {
      return try loader.read(now: WallClock.now()) { (name) throws(StoreFailure) in
        try store?.zone(ofJobNamed: name)
      }
    } catch {
      switch error {
      case .mistakes(let errors): throw ExitReason(.configuration, errors.description)
      case .state(let failure):
        throw ExitReason(
          failure.kind == .corrupt ? .damagedState : .unavailable,
          "the zones of jobs could not be read from the state: \(failure.message)")
      }
    }
  }

  /// Tells the log if the least interval was raised: schedules are looked at when they change.
  static func tellMinInterval(
    _ reading: ConfigReading, _ store: JobDatabase, _ log: Log
  ) throws(StoreFailure) {
    let interval = reading.limits.minScheduleInterval
    guard let before = try store.exchangeMinInterval(interval), before < interval else { return }
    log.notice(
      "MinScheduleInterval= was \(DurationText.text(microseconds: before)) and is "
        + "\(DurationText.text(microseconds: interval)) now: jobs that were made by request keep "
        + "the schedules they have; update-job looks at a schedule when it changes it")
  }

  // MARK: - State

  func makeFolders() throws(ExitReason) {
    for folder in [arguments.state, arguments.state + "/ledgers"] { try makeFolder(folder, 0o700) }
    let socket = arguments.socket
    guard let slash = socket.lastIndex(of: "/"), slash != socket.startIndex else { return }
    // Whoever the socket's own mode lets in has to reach it.
    try makeFolder(String(socket[..<slash]), 0o755)
  }

  func makeFolder(_ path: String, _ mode: mode_t) throws(ExitReason) {
    var made = ""
    for part in path.split(separator: "/") {
      made += "/" + part
      guard mkdir(made, mode) != 0, errno != EEXIST else { continue }
      // A parent that is there and may not be written says EROFS or EACCES before EEXIST.
      var facts = stat()
      guard stat(made, &facts) != 0 else { continue }
      throw ExitReason(.unavailable, SystemError(errno, "mkdir", made))
    }
  }

  func lockState() throws(ExitReason) -> LockFile {
    do {
      return try LockFile(path: arguments.state + "/lock")
    } catch {
      switch error {
      case .busy(let path, let holder):
        let who = holder.map { "another ferryd (pid \($0))" } ?? "another ferryd"
        throw ExitReason(
          .temporary,
          "\(who) has the state folder \(arguments.state) (\(path) is locked); "
            + "stop it first, or give this one its own --state and --socket")
      case .system(let error): throw ExitReason(.unavailable, error)
      }
    }
  }

  /// Another daemon may have another state folder and this socket: it is not taken from the living.
  func refuseServedSocket() throws(ExitReason) {
    // What a dead process has left there refuses every call.
    guard let connection = try? UnixSocket.connect(path: arguments.socket) else { return }
    _ = consume connection
    throw ExitReason(
      .unavailable,
      "another process serves \(arguments.socket); "
        + "stop it first, or give this one its own --socket")
  }

  func openStore() throws(ExitReason) -> JobDatabase {
    do {
      return try JobDatabase(writing: databasePath)
    } catch {
      switch error {
      case .foreign, .newer, .corrupt: throw ExitReason(.damagedState, "\(error)")
      case .failed(_, let cause):
        throw ExitReason(.unavailable, "\(error)", errno: cause.systemError)
      }
    }
  }

  func openReader() throws(ExitReason) -> Reader {
    do {
      return try Reader(path: databasePath)
    } catch {
      throw ExitReason(.unavailable, error.message)
    }
  }

  /// Removes what a crash in a removal has left, beside the loop: there can be many ledgers.
  func sweep(_ ledgers: LedgerFolder, _ reader: Reader, _ log: Log) {
    do {
      _ = try OwnThread(name: "sweep") {
        do {
          let swept = try ledgers.sweep { (job, run) throws(Refusal) in
            try reader.read { (store) throws(StoreFailure) in try store.run(run, of: job) != nil }
          }
          if swept > 0 { log.notice("removed \(swept) files of runs that are not recorded") }
        } catch {
          log.warning("old ledgers could not be looked through: \(error)")
        }
      }
    } catch {
      log.warning("old ledgers are looked through at the next start: \(error)")
    }
  }

  /// Where the secrets of addresses come from.
  func addressSecrets(
    _ reader: Reader, _ settings: LiveSettings, _ log: Log
  ) -> AddressSecrets {
    let vault = SecretVault(
      folder: arguments.state, credentials: SecretFile.credentialsFolder, redactor: log.redactor)
    let redactor = log.redactor
    let rclone = RcloneService(
      folder: arguments.state + "/rclone", wish: { settings.now.daemon.rcloneProgram.value },
      clean: { redactor.clean($0) }
    ) { $0.isWarning ? log.warning($0.text) : log.info($0.text) }
    return AddressSecrets(vault: vault, rclone: rclone, reader: reader, log: log)
  }

  /// Has the key made, and the secrets that are kept looked at.
  func prepare(_ secrets: AddressSecrets) throws(ExitReason) {
    do throws(Refusal) {
      try secrets.prepare()
    } catch {
      throw ExitReason(.unavailable, error.message)
    }
    secrets.lookAside()
  }

  /// The lists of what runs could not move.
  var listFolder: String { arguments.state + "/lists" }

  var databasePath: String { arguments.state + "/ferry.db" }

  func bootIdentity() throws(ExitReason) -> String {
    do {
      return try BootIdentity.current().description
    } catch {
      throw ExitReason(.system, "\(error)")
    }
  }
}
