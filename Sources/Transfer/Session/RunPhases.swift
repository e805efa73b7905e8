import CLinux
import Glibc
import Migration
import Patterns
import Store

/// The phases of one run, as the session's own thread goes through them.
///
/// Only that thread uses it.
struct RunPhases {
  private let order: MoveOrder
  private let ledgerPath: String
  private let stop: StopFlag
  private let limiter: Limiter
  private let progress: RunProgress
  private var run: RunContext?

  init(
    _ order: MoveOrder, ledgerPath: String, _ stop: StopFlag, _ limiter: Limiter,
    _ progress: RunProgress
  ) {
    self.order = order
    self.ledgerPath = ledgerPath
    self.stop = stop
    self.limiter = limiter
    self.progress = progress
  }

  /// Opens ledger and roots.
  mutating func prepare() -> MoveEvent {
    if run != nil { return .prepared }
    do throws(LedgerError) {
      try checkAncestors()
      let ledger = try openLedger()
      // Now already: a run may be settled without another move, and counts must be true then.
      try ledger.reopen(boot: order.boot)
      progress.begin(try ledger.counts())
      if let why = order.hindrance(order.sourceFolder, order.destinationFolder) {
        return .blocked(why)
      }
      do throws(RootError) {
        let roots = try OpenRoots(order)
        if let why = order.objection(roots.sourcePath, roots.destinationPath) {
          return .blocked(why)
        }
        if let obstacle = compare(roots, with: ledger) { return obstacle }
        if let why = roots.objection(to: order.rule, order) { return .blocked(why) }
        let sieve: ObjectSieve
        do throws(PatternError) {
          sieve = try ObjectSieve(order.filter)
        } catch {
          return .blocked("A pattern of the job's filter \(error); change it by update-job.")
        }
        return try open(ledger, roots, sieve)
      } catch {
        return .blocked(error.text)
      }
    } catch {
      return Self.event(error)
    }
  }

  /// Opens what is no folder, which may take a moment.
  private mutating func open(
    _ ledger: ObjectLedger, _ roots: consuming OpenRoots, _ sieve: ObjectSieve
  ) throws(RootError) -> MoveEvent {
    let remotes: RemotePair?
    do throws(ObjectError) {
      remotes = try RemotePair(order, roots, stop)
    } catch {
      if error.cause == .stopped { return .halted }
      let remedy = error.remedyForTheRun ?? "see whether it is reachable"
      return .blocked("\(error); \(remedy) and start the job to go on.")
    }
    if let why = remotes?.objection { return .blocked(why) }
    run = RunContext(order, ledger, roots, sieve, stop, limiter, progress, remotes)
    return .prepared
  }

  /// Makes sure that a run goes on in the folders that it began with.
  ///
  /// Where a file system is not mounted any more, there is still the folder it was mounted on: as
  /// a source it lists like an empty one, as a destination it takes in what belongs elsewhere.
  ///
  /// - Returns: Nil if all is well.
  private func compare(_ roots: borrowing OpenRoots, with ledger: ObjectLedger) -> MoveEvent? {
    do throws(LedgerError) {
      // A retry goes on where its root run was: in an empty folder everything would be gone.
      if let root = order.ancestors.last, let began = try FailureList(of: root).roots() {
        _ = try ledger.keepRoots(source: began.source, destination: began.destination)
      }
      let isSame = try ledger.keepRoots(
        source: roots.sourceInode, destination: roots.destinationInode)
      guard !isSame.source || !isSame.destination else { return nil }
      let path = isSame.source ? order.destination : order.source
      return .blocked(
        """
        \(path) is another folder than the one that the run began with: mount or bring back that \
        one and start the job to go on, or close the run.
        """)
    } catch {
      return Self.event(error)
    }
  }

  /// Lists and copies, until all is done or the phase ends.
  mutating func move() -> MoveEvent {
    guard let run else { return .blocked("The run is not prepared.") }
    do throws(LedgerError) {
      // Its end was cut off after the last step of it: nothing is left to be moved.
      if try run.ledger.isSettled() { return .moved }
      // A phase that ended in the middle may have left batches that nobody holds.
      try run.ledger.reopen(boot: order.boot)
      progress.begin(try run.ledger.counts())
      let position = try run.ledger.position()
      run.state.change { state in
        state = RunContext.State(planned: position.planned, isListed: position.isListed)
        if stop.isSet { state.ending = .halted }
      }
      let inventory = try inventory(run, position)
      if run.state.look({ $0.ending }) == nil { moveObjects(run, position, inventory) }
      if run.state.look({ $0.isUnsynced }) { try run.ledger.distrust() }
      if run.state.look({ $0.ending }) == nil { try finishFolders(run) }
      if run.state.look({ $0.ending }) == nil { try seal(run) }
      progress.begin(try run.ledger.counts())
    } catch {
      run.end(error)
    }
    switch run.state.look({ $0.ending }) {
    case nil: return .moved
    case .halted?: return .halted
    case .blocked(let text)?: return .blocked(text)
    case .broken(let text)?: return .broken(text)
    }
  }

  private func finishFolders(_ run: RunContext) throws(LedgerError) {
    if order.destinationFolder != nil { try FolderPass(run).work() }
  }

  /// The list that the run goes on with; one that cannot be used ends the phase.
  ///
  /// - Returns: Nil if none is needed, or none can be used.
  private func inventory(
    _ run: RunContext, _ position: ObjectLedger.Position
  ) throws(LedgerError) -> OpenInventory? {
    // A retry has its keys from its parent, and what is planned needs no list any more.
    guard let list = order.inventory, order.ancestors.isEmpty, !position.isListed else {
      return nil
    }
    let opened: OpenInventory
    do throws(InventoryProblem) {
      opened = try OpenInventory(list, run.stop, Patience(run))
    } catch {
      run.end(.blocked(error.text))
      return nil
    }
    guard let path = try run.ledger.keepList(opened.files) else { return opened }
    run.end(.blocked(opened.changed(path).text))
    return nil
  }

  /// Makes all that was moved durable before anybody hears that it is moved.
  ///
  /// The owner records "closing" on its word, and from there on a run only ends: a power loss must
  /// not find batches then that would have to be copied again.
  private func seal(_ run: RunContext) throws(LedgerError) {
    guard run.hasItsRoots() else { return }
    if let reason = try Syncer.sync(run) { return run.end(.blocked(reason)) }
    try run.ledger.seal()
  }

  /// Syncs, tells the family, counts and shrinks.
  mutating func settle() -> MoveEvent {
    guard let run else { return settleUnprepared() }
    do throws(LedgerError) {
      if order.destinationFolder != nil { try LeftoverSweep(run).work() }
      try run.buckets?.sweep(run.ledger)
      if try !run.ledger.isSealed(), let reason = try Syncer.sync(run) { return .blocked(reason) }
      return try settled(run.ledger)
    } catch {
      return Self.event(error)
    }
  }

  /// A run that is ended while nothing of it goes on: closed while it was paused or waited.
  ///
  /// Roots that cannot be opened any more do not keep it from ending; then what was done last is
  /// as durable as the file system has made it by itself.
  private mutating func settleUnprepared() -> MoveEvent {
    if case .prepared = prepare() { return settle() }
    do throws(LedgerError) {
      let ledger = try openLedger()
      try BucketPair(order, stop)?.sweep(ledger)
      return try settled(ledger)
    } catch {
      return Self.event(error)
    }
  }

  /// A crash anywhere in here has all of it done again: only the last step takes something away.
  private func settled(_ ledger: ObjectLedger) throws(LedgerError) -> MoveEvent {
    let root = order.ancestors.last
    if let root { try ledger.writeBack(to: root) }
    let remainder = try FailureList(of: ledger.place, root: root).remainder()
    var ancestors: [Remainder] = []
    for place in order.ancestors {
      ancestors.append(try FailureList(of: place, root: root).remainder())
    }
    let recovered = if let root { try FailureList(of: root).recovered() } else { Int64(0) }
    let counts = try ledger.counts()
    try ledger.shrink()
    progress.begin(counts)
    return .settled(
      MoveEnd(
        counts, remainder: remainder, ancestors: ancestors, recovered: recovered,
        masked: progress.maskedModes))
  }

  private func openLedger() throws(LedgerError) -> ObjectLedger {
    try ObjectLedger(
      path: ledgerPath, job: order.job, run: order.run, keepsKeys: !order.ancestors.isEmpty)
  }

  /// Makes sure that the lists that a retry needs can be read, before it begins.
  private func checkAncestors() throws(LedgerError) {
    do throws(LedgerError) {
      for place in order.ancestors {
        _ = try FailureList(of: place, root: order.ancestors.last).page(after: nil, limit: 1)
      }
    } catch  where error.isBroken {
      throw LedgerError(
        isBroken: true, isAbsent: error.isAbsent,
        "\(error.description) The job to start is the root job: this retry has nothing to go by.")
    }
  }

  /// Closes the ledger and the roots.
  mutating func close() {
    run = nil
  }

  /// Runs the threads of a move and waits for all of them.
  private func moveObjects(
    _ run: RunContext, _ position: ObjectLedger.Position, _ inventory: OpenInventory?
  ) {
    var threads: [WorkerThread] = []
    var syncer: WorkerThread?
    do throws(ObjectError) {
      syncer = try WorkerThread("ferry-sync") { Syncer(run).work() }
      if !position.isListed {
        threads.append(
          try WorkerThread("ferry-list") { Planner(run, inventory).work(from: position.cursor) })
      }
      try addWorkers(run, to: &threads)
    } catch {
      run.end(.blocked("No thread can be started (\(error)); raise the limit of tasks."))
    }
    for thread in threads { thread.join() }
    run.state.change { $0.isOver = true }
    syncer?.join()
  }

  private func addWorkers(
    _ run: RunContext, to threads: inout [WorkerThread]
  ) throws(ObjectError) {
    if let buckets = run.buckets { return try buckets.addWorkers(run, to: &threads) }
    if let remotes = run.remotes { return try remotes.addWorkers(run, to: &threads) }
    let cores = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    for number in 0..<min(4, 2 * cores) {
      threads.append(try WorkerThread("ferry-copy-\(number)") { BatchWorker(run).work() })
    }
  }

  private static func event(_ error: LedgerError) -> MoveEvent {
    error.isBroken ? .broken(error.description) : .blocked(error.description)
  }
}
