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

  init(_ run: RunContext) {
    self.run = run
    folders = FolderPair(source: run.roots.source, destination: run.roots.destination)
    copier = ObjectCopier(run, folders: folders)
  }

  /// Works until all is done or the phase ends.
  func work() {
    do throws(LedgerError) {
      while isMore() {
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

  private func isMore() -> Bool {
    run.state.wait { state, _ in
      if state.ending != nil { return false }
      if state.planned > 0 {
        state.planned -= 1
        return true
      }
      return state.isListed ? false : nil
    }
  }

  private func work(_ claim: Claim) throws(LedgerError) {
    var outcome = BatchOutcome()
    refused = nil
    copier.begin(batch: claim.batch)
    var objects = try ObjectUnpacker(claim.packed)
    var index = 0
    while try objects.next() {
      do throws(ObjectError) {
        if run.stop.isSet { throw .stopped }
        try move(objects.key, objects.facts, index, claim.retestSince)
        outcome.copied += 1
        outcome.copiedBytes = outcome.copiedBytes.addingClamped(objects.facts.size)
        run.progress.fly(objects: 1, bytes: objects.facts.size)
      } catch {
        if error.cause == .stopped { run.end(.halted) }
        guard error.cause != .stopped, !run.endsRun(error) else {
          return try leave(claim, after: index, outcome)
        }
        outcome.failures.append(error.failure(key: objects.key, objects.facts))
        run.progress.fly(failures: 1)
      }
      index += 1
    }
    guard Int64(index) == claim.objects else {
      throw LedgerError(
        isBroken: true, "Batch \(claim.batch) of \(run.ledger.path) does not hold what it says.")
    }
    guard try isSynced(claim, outcome) else { return }
    try run.ledger.complete(claim, outcome)
    run.progress.land(outcome, recorded: outcome)
    run.state.change { $0.doneSinceSync += 1 }
    try run.tell(claim, first: index, outcome.failures)
  }

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
    try run.tell(claim, first: count, outcome.failures)
  }

  private func move(
    _ key: [UInt8], _ facts: ObjectFacts, _ index: Int, _ retest: Instant?
  ) throws(ObjectError) {
    let start = (key.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1
    try enter(key[..<start])
    guard FolderPair.isPlain(key[start...]) else { throw ObjectError("open", .source, 22) }
    name.removeAll(keepingCapacity: true)
    for byte in key[start...] { name.append(CChar(bitPattern: byte)) }
    name.append(0)
    if let retest {
      if copier.isThere(name, since: retest) { return }
      copier.removeLeftover(index: index)
    }
    try copier.copy(name, index: index, facts.kind)
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
