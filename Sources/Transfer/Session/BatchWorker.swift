import Calendar
import CLinux
import Migration
import Store

/// Claims batches and copies their objects, one after another, until there are no more.
final class BatchWorker {
  private let run: RunContext
  private let folders: FolderPair
  private let copier: ObjectCopier
  private var name: [CChar] = []
  /// The folder that could not be entered, and why: its objects fail alike.
  private var refused: (folder: [UInt8], error: ObjectError)?
  /// Objects of the batch that needed no copy, if the log is to name them.
  private var skipped: Set<[UInt8]> = []

  /// An object that is tried again.
  private struct Trouble {
    let key: [UInt8]
    let facts: ObjectFacts
    let index: Int
  }

  /// Before the second and the third attempt, in nanoseconds.
  private static let pauses: [Int64] = [200_000_000, 1_000_000_000]

  init(_ run: RunContext) {
    self.run = run
    folders = FolderPair(source: run.roots.source, destination: run.roots.destination)
    copier = ObjectCopier(run, folders: folders)
  }

  /// Works until all is done or the phase ends.
  func work() {
    do throws(LedgerError) {
      while run.waitForBatch() {
        let now = Instant(microseconds: ferry_realtime_us())
        guard let claim = try run.ledger.claim(now: now) else { continue }
        // The planner may wait for this.
        run.state.change { _ in }
        try work(claim)
      }
    } catch {
      run.end(error)
    }
  }

  private func work(_ claim: Claim) throws(LedgerError) {
    var outcome = BatchOutcome()
    var troubles: [Trouble] = []
    refused = nil
    skipped = []
    copier.begin(batch: claim.batch)
    var objects = try ObjectUnpacker(claim.packed)
    var index = 0
    while try objects.next() {
      let error = attempt(objects.key, objects.facts, index, claim.retestSince, &outcome)
      if let error {
        // One that has troubles before it in the batch is tested again as a whole.
        guard isOfTheObject(error) else {
          return try leave(claim, after: troubles.isEmpty ? index : 0, outcome)
        }
        if error.mayPass {
          troubles.append(Trouble(key: objects.key, facts: objects.facts, index: index))
        } else {
          fail(objects.key, objects.facts, error, attempts: 1, &outcome)
        }
      }
      index += 1
    }
    guard Int64(index) == claim.objects else {
      throw LedgerError(
        isBroken: true, "Batch \(claim.batch) of \(run.ledger.path) does not hold what it says.")
    }
    guard tryAgain(troubles, &outcome) else { return try leave(claim, after: 0, outcome) }
    guard try isSynced(claim, outcome) else { return }
    // An earlier claim may have left a part of what fails now before its copy begins, or is there.
    if claim.retestSince != nil, claim.objects == 1 || !outcome.failures.isEmpty {
      try LeftoverSweep(run).remove(claim.batch, claim.packed)
    }
    try run.ledger.complete(claim, outcome)
    run.progress.land(outcome, recorded: outcome)
    run.state.change { $0.doneSinceSync += 1 }
    try run.tell(claim.packed, first: index, outcome.failures, skipped: skipped)
  }

  // MARK: - Attempts

  /// Moves one object and counts it.
  ///
  /// - Returns: What went wrong, nil if nothing did.
  private func attempt(
    _ key: [UInt8], _ facts: ObjectFacts, _ index: Int, _ retest: Instant?,
    _ outcome: inout BatchOutcome
  ) -> ObjectError? {
    do throws(ObjectError) {
      run.lookAtRoots()
      if run.stop.isSet { throw .stopped }
      if try !move(key, facts, index, retest) { skip(key, facts, &outcome) }
    } catch {
      return error
    }
    outcome.copied += 1
    outcome.copiedBytes = outcome.copiedBytes.addingClamped(facts.size)
    run.progress.fly(objects: 1, bytes: facts.size)
    return nil
  }

  private func skip(_ key: [UInt8], _ facts: ObjectFacts, _ outcome: inout BatchOutcome) {
    outcome.skipped += 1
    outcome.skippedBytes = outcome.skippedBytes.addingClamped(facts.size)
    if run.order.teller?.wantsAll == true { skipped.insert(key) }
  }

  /// Whether an error is the object's own; one of the whole run ends the phase.
  private func isOfTheObject(_ error: ObjectError) -> Bool {
    if error.cause == .stopped {
      run.end(.halted)
      return false
    }
    return !run.endsRun(error)
  }

  private func fail(
    _ key: [UInt8], _ facts: ObjectFacts, _ error: ObjectError, attempts: Int,
    _ outcome: inout BatchOutcome
  ) {
    outcome.failures.append(error.failure(key: key, facts, attempts: attempts))
    run.progress.fly(failures: 1)
  }

  /// Tries again, at the end of the batch, what may pass by itself; each pause is for all of it.
  ///
  /// - Returns: False if the phase ends meanwhile.
  private func tryAgain(_ troubles: [Trouble], _ outcome: inout BatchOutcome) -> Bool {
    var left = troubles
    for (attempts, pause) in zip(2..., Self.pauses) where !left.isEmpty {
      guard run.pause(nanoseconds: pause) else { return false }
      // A folder that went stale has to be opened anew.
      folders.closeAll()
      refused = nil
      let isLast = attempts == Self.pauses.count + 1
      var still: [Trouble] = []
      for trouble in left {
        let (key, facts) = (trouble.key, trouble.facts)
        guard let error = attempt(key, facts, trouble.index, nil, &outcome) else { continue }
        guard isOfTheObject(error) else { return false }
        if error.mayPass, !isLast {
          still.append(trouble)
        } else {
          fail(key, facts, error, attempts: attempts, &outcome)
        }
      }
      left = still
    }
    return true
  }

  // MARK: - The end of a batch

  /// Syncs what the syncer does not reach; if that fails the batch is to be copied again.
  private func isSynced(_ claim: Claim, _ outcome: BatchOutcome) throws(LedgerError) -> Bool {
    do throws(ObjectError) {
      try folders.syncOthers()
      return true
    } catch {
      run.end(unsynced: error)
      run.progress.land(outcome, recorded: nil)
      try run.ledger.giveBack(claim, retest: false)
      return false
    }
  }

  /// Ends a batch before its end: what is done stands, what is not is planned again.
  private func leave(
    _ claim: Claim, after count: Int, _ outcome: BatchOutcome
  ) throws(LedgerError) {
    // One that was claimed before stays as it is: what an earlier claim has left at the
    // destination is named after it.
    guard count > 0, claim.retestSince == nil else {
      run.progress.land(outcome, recorded: nil)
      return try run.ledger.giveBack(claim)
    }
    var (done, rest) = (ObjectPacker(), ObjectPacker())
    var objects = try ObjectUnpacker(claim.packed)
    while try objects.next() {
      if done.objects < Int64(count) {
        done.append(key: objects.key, objects.facts)
      } else {
        rest.append(key: objects.key, objects.facts)
      }
    }
    guard try isSynced(claim, outcome) else { return }
    try run.ledger.complete(claim, outcome, done: done.finish(), leaving: rest.finish())
    run.progress.land(outcome, recorded: outcome)
    run.state.change { $0.doneSinceSync += 1 }
    try run.tell(claim.packed, first: count, outcome.failures, skipped: skipped)
  }

  /// - Returns: False if there was nothing to do.
  private func move(
    _ key: [UInt8], _ facts: ObjectFacts, _ index: Int, _ retest: Instant?
  ) throws(ObjectError) -> Bool {
    let start = (key.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1
    try enter(key[..<start])
    guard FolderPair.isPlain(key[start...]) else { throw ObjectError("open", .source, 22) }
    name.removeAll(keepingCapacity: true)
    key[start...].withUnsafeBytes { name.append(contentsOf: $0.bindMemory(to: CChar.self)) }
    name.append(0)
    if let retest {
      if copier.isThere(name, since: retest) { return true }
      copier.removeLeftover(index: index, facts)
    }
    return try copier.copy(name, index: index, facts)
  }

  private func enter(_ folder: ArraySlice<UInt8>) throws(ObjectError) {
    if folders.isIn(folder) { return }
    if let refused, folder.elementsEqual(refused.folder) { throw refused.error }
    do throws(ObjectError) {
      try folders.enter(folder)
    } catch {
      refused = (Array(folder), error)
      throw error
    }
  }
}
