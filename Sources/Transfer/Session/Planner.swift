import CLinux
import Migration
import Store

/// Lists both sides, compares, and writes the plan ahead of the workers.
final class Planner {
  /// Batches that may wait for workers before listing pauses.
  private static let ahead = 64
  /// What is held of one plan at most, besides batches.
  private static let largestPlan = 4_096

  private let run: RunContext
  private var plan = LedgerPlan()
  private var packer = ObjectPacker()
  private var sinceCommit = 0

  init(_ run: RunContext) {
    self.run = run
  }

  /// Lists from the cursor to the end, or to the end of the phase.
  func work(from cursor: ObjectKey?) {
    do throws(ObjectError) {
      let walk = try LocalWalk(
        source: run.roots.source, destination: run.roots.destination,
        .init(cursor: cursor, excludeSymlinks: run.order.excludeSymlinks))
      try work(walk)
    } catch {
      if !run.endsRun(error) { run.end(.blocked("The source cannot be listed: \(error).")) }
    }
  }

  private func work(_ walk: LocalWalk) throws(ObjectError) {
    while let item = walk.next() {
      if run.stop.isSet { return run.end(.halted) }
      if case .failure(_, let error?) = item, run.endsRun(error) { return }
      take(item, walk)
      if packer.objects >= PackedBatch.maximumObjects || packer.bytes >= PackedBatch.maximumBytes {
        finishBatch()
      }
      sinceCommit += 1
      if isDue, !item.isLate, !commit(upTo: walk.key) { return }
    }
    // A root that vanished lists like an empty one, and must not be taken for it.
    if let reason = run.roots.whatIsGone(run.order) {
      return run.end(.blocked("\(reason); bring it back and start the job to go on."))
    }
    plan.isListed = true
    _ = commit(upTo: nil)
  }

  private func take(_ item: WalkItem, _ walk: LocalWalk) {
    switch item {
    case .failure(let failure, _):
      plan.failures.append(failure)
    case .object(let facts, let destination):
      guard copies(facts, over: destination) else {
        plan.skipped += 1
        plan.skippedBytes.addSaturating(facts.size)
        return
      }
      touch(walk)
      // A file that would make the batch too large begins the next one.
      let (sum, overflow) = packer.bytes.addingReportingOverflow(facts.size)
      if packer.objects > 0, overflow || sum > PackedBatch.maximumBytes { finishBatch() }
      packer.append(key: walk.key, facts)
    case .folder(let facts, let destination):
      take(folder: facts, destination, walk)
    }
  }

  private func take(folder facts: ObjectFacts, _ destination: ObjectFacts?, _ walk: LocalWalk) {
    if run.order.excludeFolders { return }
    var destination = destination
    // Without kept times only the mode tells folders apart.
    if !run.order.keepModified { destination?.modified = facts.modified }
    let isInTheWay = destination.map { $0.kind != .folder } ?? false
    guard isInTheWay || copies(facts, over: destination) else {
      plan.skipped += 1
      return
    }
    if destination == nil { touch(walk) }
    walk.folderHasRow()
    plan.folders.append(
      .init(
        key: ObjectKey(Array(walk.key)), mode: facts.mode, modified: facts.modified,
        isCounted: true))
  }

  /// What the job's rule says, with both times as the destination would keep them.
  private func copies(_ source: ObjectFacts, over destination: ObjectFacts?) -> Bool {
    var (source, destination) = (source, destination)
    source.modified = run.timeStep.kept(source.modified)
    if let kept = destination.map({ run.timeStep.kept($0.modified) }) {
      destination?.modified = kept
    }
    return run.order.overwrite.copies(source, over: destination)
  }

  /// Plans to set right the folders whose time the current item will change.
  private func touch(_ walk: LocalWalk) {
    let leaves = run.order.overwrite == .never
    walk.touch { key, source, destination in
      // What `never` leaves as it is, it leaves with its own time.
      let facts = (leaves ? destination : nil) ?? source
      plan.folders.append(
        .init(
          key: key, mode: facts.mode & FileFacts.keptModes, modified: facts.modified_ns,
          isCounted: false))
    }
  }

  private func finishBatch() {
    if packer.objects > 0 { plan.batches.append(packer.finish()) }
  }

  private var isDue: Bool {
    if plan.batches.count >= 4 || sinceCommit >= 16 * Self.largestPlan { return true }
    if plan.folders.count + plan.failures.count >= Self.largestPlan { return true }
    // Workers without work get what there is.
    return !plan.batches.isEmpty && run.state.look { $0.planned < 2 }
  }

  /// Writes the plan, and waits until the workers have come near.
  ///
  /// - Returns: False if the phase is over.
  private func commit(upTo key: [UInt8]?) -> Bool {
    finishBatch()
    plan.cursor = key.map { ObjectKey(Array($0)) }
    do throws(LedgerError) {
      try run.ledger.plan(plan)
    } catch {
      run.end(error)
      return false
    }
    run.progress.planned(plan)
    let added = plan.batches.count
    let isListed = plan.isListed
    run.state.change { state in
      state.planned += added
      state.isListed = isListed
    }
    plan = LedgerPlan()
    sinceCommit = 0
    return run.state.wait { state, _ in
      if state.ending != nil { return false }
      return state.planned < Self.ahead ? true : nil
    }
  }
}
