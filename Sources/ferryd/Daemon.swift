import Calendar
import Engine
import Glibc
import Migration
import Platform
import SQLite
import Server
import Store
import Wire

/// Puts the parts together and runs them: composition only.
struct Daemon {
  let arguments: DaemonArguments
  let user: ProcessUser

  /// Reads the configuration and says what is wrong with it.
  func check() throws(ExitReason) {
    let zones = ZoneFiles.standard()
    let folder = try configuration()
    let (wish, warnings) = try wish(folder, zones, standardZone(folder, zones))
    for warning in warnings { print("\(warning.place): warning: \(warning.message)") }
    print(
      "\(arguments.configuration): no mistakes (addresses: \(wish.addresses.count), "
        + "jobs: \(wish.jobs.count))")
  }

  /// Runs until a signal ends it.
  func run() throws(ExitReason) {
    // Before any thread starts: each inherits the mask.
    let signals = try signalQueue()
    let zones = ZoneFiles.standard()
    let folder = try configuration()
    let level = LogLevel(name: folder.daemon.logLevel.value) ?? .info
    let log = Log.standard(level: level)
    let standardZone = try standardZone(folder, zones)
    let wish = try wish(folder, zones, standardZone).wish
    try makeFolders()
    // Held until the process ends; the kernel lets go of it even after kill -9.
    let lock = try lockState()
    defer { withExtendedLifetime(lock) {} }
    let store = try openStore()
    let mailbox = try attempt(.system) { () throws(SystemError) in try Mailbox<LoopMessage>() }
    let board = ProgressBoard()
    let ledgers = LedgerFolder(path: arguments.state + "/ledgers")
    let mover = LocalMover(
      store: store, board: board, mailbox: mailbox, ledgers: ledgers,
      boot: try bootIdentity())
    let limits = EngineLimits(
      maxRunningJobs: Int(folder.daemon.maxRunningJobs.value),
      maxJobs: Int(folder.daemon.maxJobs.value),
      minScheduleInterval: folder.daemon.schedule.minInterval.microseconds)
    let engine = Engine(
      store: store, mover: mover, zones: ZoneCache(zones), notes: JournalNotes(log),
      limits: limits, paths: paths(folder))
    log.info(
      "ferryd \(Release.version) starts: configuration \(arguments.configuration), "
        + "state \(arguments.state), socket \(arguments.socket)")
    let gate = CommandGate(mailbox)
    let control = Control(
      gate: gate, reader: try openReader(), board: board, zones: zones,
      standardZone: standardZone, defaults: folder.daemon.schedule, started: WallClock.now())
    do {
      try engine.adopt(wish, now: WallClock.now())
    } catch {
      throw ExitReason(.configuration, error.message)
    }
    try attempt { () throws(StoreFailure) in
      let swept = try ledgers.sweep { (job, run) throws(StoreFailure) in
        try store.run(run, of: job) != nil
      }
      if swept > 0 { log.notice("removed \(swept) files of runs that are no longer recorded") }
      try engine.boot(now: WallClock.now())
      try store.setRunning(true)
    }
    let server = try serve(control, log)
    do throws(SystemError) {
      let loop = try Loop(
        engine: engine, mover: mover, mailbox: mailbox, signals: signals, log: log)
      try loop.run()
    } catch {
      throw ExitReason(.system, "\(error)")
    }
    gate.close()
    server.stop()
    unlink(arguments.socket)
    try attempt { () throws(StoreFailure) in try store.setRunning(false) }
    log.info("stopped")
  }

  // MARK: - Configuration

  private func configuration() throws(ExitReason) -> ConfigFolder {
    do {
      return try ConfigFolder(arguments.configuration)
    } catch {
      throw ExitReason(.configuration, error.description)
    }
  }

  private func standardZone(
    _ folder: ConfigFolder, _ zones: ZoneFiles
  ) throws(ExitReason) -> String {
    let named = folder.daemon.timeZone
    guard !named.value.isEmpty else { return zones.serverZoneName() }
    do {
      return try zones.rules(named: named.value).name
    } catch {
      throw ExitReason(
        .configuration, (named.source.map { "\($0.place): " } ?? "") + error.description)
    }
  }

  private func wish(
    _ folder: ConfigFolder, _ zones: ZoneFiles, _ zone: String
  ) throws(ExitReason) -> (wish: Wish, warnings: [ConfigError]) {
    var reader = WishReader(
      paths: paths(folder), zones: zones, standardZone: zone,
      minInterval: folder.daemon.schedule.minInterval.microseconds, now: WallClock.now())
    do {
      let wish = try reader.wish(of: folder)
      return (wish, reader.warnings)
    } catch {
      throw ExitReason(.configuration, error.description)
    }
  }

  private func paths(_ folder: ConfigFolder) -> PathRules {
    let socketFolder = arguments.socket.split(separator: "/").dropLast().joined(separator: "/")
    let own = [arguments.configuration, arguments.state, "/" + socketFolder].compactMap { path in
      try? LocalPath(path.hasSuffix("/") ? path : path + "/")
    }
    let resolved = own.compactMap(ResolvedPath.of)
    return PathRules(
      own: own + resolved.filter { !own.contains($0) },
      roots: folder.daemon.localRoots.compactMap { try? LocalPath($0.value) })
  }

  // MARK: - State

  private func makeFolders() throws(ExitReason) {
    for folder in [arguments.state, arguments.state + "/ledgers"] { try makeFolder(folder, 0o700) }
    let socket = arguments.socket
    guard let slash = socket.lastIndex(of: "/"), slash != socket.startIndex else { return }
    // Whoever the socket's own mode lets in has to reach it.
    try makeFolder(String(socket[..<slash]), 0o755)
  }

  private func makeFolder(_ path: String, _ mode: mode_t) throws(ExitReason) {
    var made = ""
    for part in path.split(separator: "/") {
      made += "/" + part
      guard mkdir(made, mode) != 0, errno != EEXIST else { continue }
      // A parent that is there and may not be written says EROFS or EACCES before EEXIST.
      var facts = stat()
      guard stat(made, &facts) != 0 else { continue }
      throw ExitReason(.unavailable, "\(SystemError(errno, "mkdir", made))")
    }
  }

  private func lockState() throws(ExitReason) -> LockFile {
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
      case .system(let error): throw ExitReason(.unavailable, "\(error)")
      }
    }
  }

  private func openStore() throws(ExitReason) -> JobDatabase {
    do {
      return try JobDatabase(writing: databasePath)
    } catch {
      switch error {
      case .foreign, .newer, .corrupt: throw ExitReason(.damagedState, "\(error)")
      case .failed: throw ExitReason(.unavailable, "\(error)")
      }
    }
  }

  private func openReader() throws(ExitReason) -> Reader {
    do {
      return try Reader(path: databasePath)
    } catch {
      throw ExitReason(.unavailable, error.message)
    }
  }

  private var databasePath: String { arguments.state + "/ferry.db" }

  private func bootIdentity() throws(ExitReason) -> String {
    do {
      return try BootIdentity.current().description
    } catch {
      throw ExitReason(.system, "\(error)")
    }
  }

  // MARK: - The door

  private func serve(_ control: Control, _ log: Log) throws(ExitReason) -> HTTPServer {
    let group = try attempt(.system) { () throws(SystemError) in
      try UserDatabase.groupID(named: "ferry")
    }
    let policy = AccessPolicy(ownUserID: user.effectiveUID, adminGroupID: group)
    let api = NativeAPI(port: control, policy: policy)
    do {
      let listener = try listen(group, log)
      return try HTTPServer(
        listeningOn: listener.release(), log: { record in Self.tell(record, log) },
        handler: { api.router.respond(to: $0) })
    } catch let error as SocketError {
      throw ExitReason(.unavailable, "\(error)")
    } catch {
      throw ExitReason(.unavailable, "\(error)")
    }
  }

  /// Listens on the socket, which is the group's where this user may give it away.
  private func listen(_ group: UInt32?, _ log: Log) throws(SocketError) -> FileDescriptor {
    // Only root and the group's members can; any other user's daemon is that user's own.
    if let group, user.isRoot || ProcessUser.isMember(ofGroup: group) {
      do {
        return try UnixSocket.listen(path: arguments.socket, mode: 0o660, group: group)
      } catch .system(let error) where error.code == EPERM {
        log.warning(
          "the socket cannot be given to the group ferry (\(error)): only root and "
            + "this daemon's user may use it")
      }
    }
    return try UnixSocket.listen(path: arguments.socket, mode: 0o660)
  }

  /// Changes are logged with who asked; looks only for those who debug.
  private static func tell(_ record: RequestRecord, _ log: Log) {
    let isLook = record.method == "GET" || record.method == "HEAD"
    log.write(
      isLook ? .debug : .info,
      "\(record.method) \(record.path) → \(record.status)"
        + (record.peer.map { " by uid \($0.userID) pid \($0.processID)" } ?? ""),
      fields: [LogField("FERRY_DURATION_USEC", record.microseconds)]
        + (record.peer.map { [LogField("FERRY_UID", $0.userID)] } ?? []))
  }

  private func signalQueue() throws(ExitReason) -> SignalQueue {
    do throws(SystemError) {
      return try SignalQueue()
    } catch {
      throw ExitReason(.system, "\(error)")
    }
  }

  // MARK: - Errors of the parts as the process's end

  private func attempt<Value: ~Copyable>(
    _ status: ExitReason.Status, _ body: () throws(SystemError) -> Value
  ) throws(ExitReason) -> Value {
    do throws(SystemError) {
      return try body()
    } catch {
      throw ExitReason(status, "\(error)")
    }
  }

  private func attempt(_ body: () throws(StoreFailure) -> Void) throws(ExitReason) {
    do throws(StoreFailure) {
      try body()
    } catch {
      throw ExitReason(error.kind == .corrupt ? .damagedState : .unavailable, error.message)
    }
  }
}
