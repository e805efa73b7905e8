import Calendar
import Configuration
import Engine
import Glibc
import Migration
import Platform
import Rclone
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
    let loader = loader(zones)
    let report = CheckReport(
      try read(loader, over: nil), of: loader.layers, zones: zones, now: WallClock.now())
    // Another folder than the system's is that of a daemon without the service's sandbox.
    let isService = loader.layers.folders == ConfigLayers.system
    for line in report.lines(colours: false, showsDropIn: isService) { print(line) }
  }

  /// Runs until a signal ends it.
  func run() throws(ExitReason) {
    // Before any thread starts: each inherits the mask.
    let signals = try signalQueue()
    let zones = ZoneFiles.standard()
    let loader = loader(zones)
    // Mistakes are told before anything is made; where there is a state, its jobs count as well.
    let restored = RestoredState(state: arguments.state)
    let isFirstStart = access(databasePath, F_OK) != 0 && !restored.isThere
    let firstReading = isFirstStart ? try read(loader, over: nil) : nil
    try makeFolders()
    // Held until the process ends; the kernel lets go of it even after kill -9.
    let lock = try lockState()
    defer { withExtendedLifetime(lock) {} }
    try refuseServedSocket()
    try attempt(.unavailable) { () throws(SystemError) in _ = try restored.complete() }
    let patience = StartPatience()
    let store = try openStore()
    let reading: ConfigReading
    if let firstReading { reading = firstReading } else { reading = try read(loader, over: store) }
    let log = Log.standard(level: LogLevel(name: reading.set.daemon.logLevel.value) ?? .info)
    for warning in reading.warnings { log.warning("\(warning.place): \(warning.message)") }
    for key in reading.accessKeys { log.redactor.learn(key.secret) }
    let mailbox = try attempt(.system) { () throws(SystemError) in try Mailbox<LoopMessage>() }
    let board = ProgressBoard()
    let ledgers = LedgerFolder(path: arguments.state + "/ledgers")
    let objects = ObjectJournal(log)
    let reader = try openReader()
    let settings = LiveSettings(reading)
    let secrets = addressSecrets(reader, settings, log)
    let mover = SessionMover(
      store: store, board: board, mailbox: mailbox, ledgers: ledgers,
      objects: objects, secrets: secrets, boot: try bootIdentity(), paths: reading.paths,
      throttle: reading.set.daemon.throttle)
    let zoneCache = ZoneCache(zones, log)
    let started = WallClock.now()
    let tally = Tally(started: started)
    let alerts = Alerts(settings: settings, events: arguments.eventFolder, log: log)
    let journal = JournalNotes(log, nameOf: { mover.name(of: $0) })
    let engine = Engine(
      store: store, mover: mover, zones: zoneCache,
      notes: NoteHub([journal, alerts], [{ tally.count($0) }]),
      limits: reading.limits, paths: reading.paths, serverZone: zones.serverZoneName(),
      freshVersion: { UUIDText.random() })
    log.info(
      "ferryd \(Release.version) starts: configuration \(arguments.configurationText), "
        + "state \(arguments.state), socket \(arguments.socket)")
    let gate = CommandGate(mailbox)
    let condition = StateCondition()
    let reloader = Reloader(
      loader: loader, reader: reader, gate: gate, secrets: secrets, tally: tally, alerts: alerts,
      log: log)
    let adopter = Adopter(
      engine: engine, mover: mover, store: store, settings: settings, log: log)
    let control = Control(
      gate: gate, reader: reader, board: board, zones: zones, settings: settings,
      reloader: reloader, failures: FailureLook(ledgers: ledgers), secrets: secrets,
      condition: condition,
      examiner: Examiner(
        reader: reader, settings: settings, loader: loader, ledgers: ledgers,
        secrets: secrets, arguments: arguments, user: user),
      started: started, listFolder: listFolder)
    // Before the engine looks at the clock for the first time: a step after that is reported.
    let timer = try attempt(.system) { () throws(SystemError) in try WallTimer() }
    do {
      try engine.adopt(reading.wish, now: WallClock.now())
    } catch {
      throw ExitReason(.configuration, error.message)
    }
    try attempt { () throws(StoreFailure) in
      try engine.boot(now: WallClock.now())
      try store.setRunning(true)
      try Self.tellMinInterval(reading, store, log)
    }
    try prepare(secrets)
    let backups = BackupDesk(state: arguments.state, ledgers: ledgers, log: log)
    let doors = try Doors(
      control: control,
      service: Service(
        backups: backups,
        report: MetricsReport(
          reader: reader, tally: tally, database: databasePath, started: started)),
      access: AccessDesk(settings: settings, reader: reader, gate: gate, log: log),
      policy: accessPolicy(), log: log)
    let server = try serve(doors)
    let remote = try serveElsewhere(doors, arguments.listening(reading.set.daemon))
    sweep(ledgers, reader, log)
    patience.end()
    if let limit = ServiceNotify().watchdogInterval {
      store.patience = min(store.patience, Int32(clamping: limit / 4_000))
    }
    do throws(SystemError) {
      let loop = Loop(
        engine: engine, store: store, mover: mover, adopter: adopter, reloader: reloader,
        zones: zoneCache, space: SpaceWatch(state: arguments.state, log: log),
        statusLine: StatusLine(
          store: store, zones: zoneCache, settings: settings, condition: condition),
        mailbox: mailbox, timer: timer, signals: signals, log: log)
      try loop.run()
    } catch {
      // The server, as it goes, waits for requests that wait for the loop.
      gate.close()
      throw ExitReason(.system, error)
    }
    gate.close()
    backups.close()
    remote?.stop()
    server.stop()
    unlink(arguments.socket)
    secrets.rclone.close()
    try attempt { () throws(StoreFailure) in try store.setRunning(false) }
    objects.close()
    log.endRepeated()
    log.info("stopped")
  }

  // MARK: - The door

  private func accessPolicy() throws(ExitReason) -> AccessPolicy {
    let group = try attempt(.system) { () throws(SystemError) in
      try UserDatabase.groupID(named: "ferry")
    }
    return AccessPolicy(ownUserID: user.effectiveUID, adminGroupID: group)
  }

  private func serve(_ doors: Doors) throws(ExitReason) -> HTTPServer {
    let (log, router) = (doors.log, doors.native.router)
    do {
      let listener = try listen(doors.policy.adminGroupID, log)
      return try HTTPServer(
        listeningOn: listener.release(), log: { record in Self.tell(record, log) },
        handler: { router.respond(to: $0).redacted(by: log.redactor) })
    } catch let error as SocketError {
      if case .system(let error) = error { throw ExitReason(.unavailable, error) }
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

  /// Changes are logged with who asked, refused ones not each time; looks only for those who debug.
  static func tell(_ record: RequestRecord, _ log: Log) {
    let isLook = record.method == "GET" || record.method == "HEAD"
    let what = "\(record.method) \(record.path) → \(record.status)"
    let text = what + (record.caller.map { $0.words } ?? "")
    var fields = [
      LogField("FERRY_DURATION_USEC", record.microseconds),
      LogField("FERRY_HTTP_STATUS", record.status),
    ]
    switch record.caller {
    case .local(let peer)?: fields.append(LogField("FERRY_UID", peer.userID))
    case .known(let credential)?:
      fields.append(LogField("FERRY_CALLER", record.caller?.name ?? ""))
      fields.append(LogField("FERRY_ADDRESS", credential.address))
    case .unknown(let address)?: fields.append(LogField("FERRY_ADDRESS", address))
    case nil: break
    }
    switch record.status {
    case ..<400: log.tell(isLook ? .debug : .info, .request, text, fields: fields)
    default:
      log.writeOnce(
        record.status >= 500 ? .warning : isLook ? .debug : .info, .request, text,
        subject: record.caller.map { $0.name.isEmpty ? $0.place : $0.name } ?? "", reason: what,
        fields: fields)
    }
  }

  private func signalQueue() throws(ExitReason) -> SignalQueue {
    do throws(SystemError) {
      return try SignalQueue()
    } catch {
      throw ExitReason(.system, error)
    }
  }

  // MARK: - Errors of the parts as the process's end

  private func attempt<Value: ~Copyable>(
    _ status: ExitReason.Status, _ body: () throws(SystemError) -> Value
  ) throws(ExitReason) -> Value {
    do throws(SystemError) {
      return try body()
    } catch {
      throw ExitReason(status, error)
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
