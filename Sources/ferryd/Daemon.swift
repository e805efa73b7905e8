import Calendar
import Engine
import Glibc
import Migration
import Platform
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
    let (wish, warnings) = try wish(folder, zones, standardZone(folder, zones)) { _ in nil }
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
    // Mistakes are told before anything is made; where there is a state, its jobs count as well.
    let isFirstStart = access(databasePath, F_OK) != 0
    let firstWish =
      isFirstStart ? try self.wish(folder, zones, standardZone, over: nil, log) : nil
    try makeFolders()
    // Held until the process ends; the kernel lets go of it even after kill -9.
    let lock = try lockState()
    defer { withExtendedLifetime(lock) {} }
    try refuseServedSocket()
    let store = try openStore()
    let wish: Wish
    if let firstWish {
      wish = firstWish
    } else {
      wish = try self.wish(folder, zones, standardZone, over: store, log)
    }
    let mailbox = try attempt(.system) { () throws(SystemError) in try Mailbox<LoopMessage>() }
    let board = ProgressBoard()
    let ledgers = LedgerFolder(path: arguments.state + "/ledgers")
    let mover = LocalMover(
      store: store, board: board, mailbox: mailbox, ledgers: ledgers,
      boot: try bootIdentity(), paths: paths(folder))
    let limits = EngineLimits(
      maxRunningJobs: Int(folder.daemon.maxRunningJobs.value),
      maxJobs: Int(folder.daemon.maxJobs.value),
      minScheduleInterval: folder.daemon.jobs.minInterval.microseconds)
    let zoneCache = ZoneCache(zones, log)
    let engine = Engine(
      store: store, mover: mover, zones: zoneCache, notes: JournalNotes(log),
      limits: limits, paths: paths(folder), serverZone: zones.serverZoneName(),
      freshVersion: { UUIDText.random() })
    log.info(
      "ferryd \(Release.version) starts: configuration \(arguments.configuration), "
        + "state \(arguments.state), socket \(arguments.socket)")
    let gate = CommandGate(mailbox)
    let reader = try openReader()
    let control = Control(
      gate: gate, reader: reader, board: board, zones: zones,
      standardZone: standardZone, defaults: folder.daemon.jobs,
      failures: FailureLook(ledgers: ledgers), paths: paths(folder), started: WallClock.now())
    // Before the engine looks at the clock for the first time: a step after that is reported.
    let timer = try attempt(.system) { () throws(SystemError) in try WallTimer() }
    do {
      try engine.adopt(wish, now: WallClock.now())
    } catch {
      throw ExitReason(.configuration, error.message)
    }
    try attempt { () throws(StoreFailure) in
      try engine.boot(now: WallClock.now())
      try store.setRunning(true)
      try tellMinInterval(folder, store, log)
    }
    let server = try serve(control, log)
    sweep(ledgers, reader, log)
    do throws(SystemError) {
      let loop = Loop(
        engine: engine, mover: mover, zones: zoneCache, mailbox: mailbox, timer: timer,
        signals: signals, log: log)
      try loop.run()
    } catch {
      // The server, as it goes, waits for requests that wait for the loop.
      gate.close()
      throw ExitReason(.system, "\(error)")
    }
    gate.close()
    server.stop()
    unlink(arguments.socket)
    try attempt { () throws(StoreFailure) in try store.setRunning(false) }
    log.info("stopped")
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
