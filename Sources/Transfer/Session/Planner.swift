import CLinux
import Migration
import Store

/// Goes through the run's objects, compares both sides, and writes the plan ahead of the workers.
final class Planner {
  /// Batches that may wait for workers before listing pauses.
  private static let ahead = 64
  /// What is held of one plan at most, besides batches.
  private static let largestPlan = 4_096

  private let run: RunContext
  private let inventory: OpenInventory?
  private let comparison: ObjectComparison
  private var plan = LedgerPlan()
  private var packer = ObjectPacker()
  private var sinceCommit = 0
  private var skipped = SkippedKeys()

  /// - Parameter inventory: The list that the objects come from; nil if none is needed.
  init(_ run: RunContext, _ inventory: OpenInventory?) {
    self.run = run
    self.inventory = inventory
    comparison = ObjectComparison(run.order, run.timeStep)
  }

  /// Goes through the run's objects from the cursor to the end, or to the end of the phase.
  func work(from cursor: ObjectKey?) {
    do throws(LedgerError) {
      if let inventory {
        if let buckets = run.buckets {
          return try list(buckets, ListRows(inventory, run.stop, from: cursor))
        }
        return try work(
          try InventoryWalk(inventory, KeyLook(run.roots), run.sieve, run.stop, from: cursor))
      }
      guard let parent = run.order.ancestors.first else { return try list(from: cursor) }
      let failures = try FailureList(of: parent, root: run.order.ancestors.last)
      if let buckets = run.buckets { return try list(buckets, failures, from: cursor) }
      if let remotes = run.remotes { return try list(remotes, failures, from: cursor) }
      try work(try KeyWalk(run, failures, from: cursor))
    } catch {
      run.end(error)
    }
  }

  private func list(from cursor: ObjectKey?) throws(LedgerError) {
    if let buckets = run.buckets { return try list(buckets, nil, from: cursor) }
    if let remotes = run.remotes { return try list(remotes, nil, from: cursor) }
    let walk: LocalWalk
    do throws(ObjectError) {
      walk = try LocalWalk(
        source: run.roots.source, destination: run.roots.destination,
        .init(cursor: cursor, sieve: run.sieve, helpers: 2))
    } catch {
      if !run.endsRun(error) { run.end(.blocked("The source cannot be listed: \(error).")) }
      return
    }
    try work(walk)
  }

  private func list(
    _ buckets: BucketPair, _ failures: FailureList?, from cursor: ObjectKey?
  ) throws(LedgerError) {
    if run.order.web != nil {
      // Without a list there is nothing to go through.
      guard let failures else { return run.end(.blocked("There is no list of URLs.")) }
      return try list(buckets, FailureRows(failures, after: cursor))
    }
    var keys: KeyWalk?
    if run.order.sourceFolder != nil, let failures {
      keys = try KeyWalk(run, failures, from: cursor)
    }
    let walk: BucketWalk
    do throws(ObjectError) {
      walk = try buckets.walk(
        run.order, run.roots, run.sieve, Patience(run), from: cursor, failures: failures,
        keys: keys)
    } catch {
      if !run.endsRun(error) { run.end(.blocked("The source cannot be listed: \(error).")) }
      return
    }
    try work(walk)
  }

  private func list(
    _ buckets: BucketPair, _ rows: some RowSource
  ) throws(LedgerError) {
    let walk: ListWalk
    do throws(ObjectError) {
      walk = try buckets.walk(run.order, run.roots, run.sieve, Patience(run), rows)
    } catch {
      if !run.endsRun(error) { run.end(.blocked("The list cannot be followed: \(error).")) }
      return
    }
    try work(walk)
  }

  private func list(
    _ remotes: RemotePair, _ failures: FailureList?, from cursor: ObjectKey?
  ) throws(LedgerError) {
    var keys: KeyWalk?
    if run.order.sourceFolder != nil, let failures {
      keys = try KeyWalk(run, failures, from: cursor)
    }
    let walk: RemoteWalk
    do throws(ObjectError) {
      walk = try remotes.walk(
        run.roots, run.sieve, Patience(run), from: cursor, failures: failures, keys: keys)
    } catch {
      if !run.endsRun(error) { run.end(.blocked("The source cannot be listed: \(error).")) }
      return
    }
    try work(walk)
  }

  private func work(_ source: some ObjectSource) throws(LedgerError) {
    defer { source.close() }
    plan.listsFolders = source.listsFolders
    while let item = try source.next() {
      run.lookAtRoots()
      if run.stop.isSet { return run.end(.halted) }
      if case .failure(_, let error?) = item, run.endsRun(error) { return }
      try take(item, source)
      if packer.objects >= PackedBatch.maximumObjects || packer.bytes >= PackedBatch.maximumBytes {
        finishBatch()
      }
      sinceCommit += 1
      if isDue, !source.isLate, try !commit(upTo: source.place ?? source.key) {
        return
      }
    }
    // A source that was told to stop has not come to its end.
    if run.stop.isSet { return run.end(.halted) }
    if let problem = source.problem { return run.end(.blocked(problem.text)) }
    // A root that vanished lists like an empty one, and must not be taken for it.
    if let absence = run.roots.whatIsGone(run.order) { return run.end(absence) }
    guard run.hasItsRoots() else { return }
    plan.isListed = true
    _ = try commit(upTo: nil)
  }

  private func take(_ item: WalkItem, _ source: some ObjectSource) throws(LedgerError) {
    switch item {
    case .failure(let failure, _):
      plan.failures.append(failure)
      note(source)
    case .object(let facts, let destination):
      try take(object: source.key, facts, destination, source)
    case .folder(let facts, let destination):
      try take(folder: facts, destination, source)
    case .objectForFolder(let facts, let destination):
      replaced(source.key, facts)
      try take(object: Array(source.key.dropLast()), facts, destination, source)
    case .folderForObject(let facts):
      replaced(source.key, facts)
    }
  }

  private func take(
    object key: [UInt8], _ facts: ObjectFacts, _ destination: ObjectFacts?,
    _ source: some ObjectSource
  ) throws(LedgerError) {
    guard comparison.reason(facts, over: destination) != nil else { return try skip(facts, source) }
    touch(source)
    append(key, facts)
    note(source)
  }

  /// Keeps the URL of the current item, if it has one.
  private func note(_ source: some ObjectSource) {
    if let url = source.url { plan.urls.append((ObjectKey(source.key), url)) }
  }

  private func append(_ key: [UInt8], _ facts: ObjectFacts) {
    // A file that would make the batch too large begins the next one.
    let sum = packer.bytes.addingClamped(facts.size)
    if packer.objects > 0, sum > PackedBatch.maximumBytes { finishBatch() }
    packer.append(key: key, facts)
  }

  private func skip(_ facts: ObjectFacts, _ source: some ObjectSource) throws(LedgerError) {
    plan.skipped += 1
    plan.skippedBytes = plan.skippedBytes.addingClamped(facts.size)
    if run.order.teller?.wantsAll == true { skipped.add(source.key) }
    if try source.isExpected() {
      plan.recoveries.append(Recovery(key: ObjectKey(Array(source.key)), facts: facts))
    }
  }

  /// An object that failed is none any more: what is in its place now is moved.
  private func replaced(_ key: [UInt8], _ facts: ObjectFacts) {
    plan.skipped += 1
    plan.recoveries.append(Recovery(key: ObjectKey(Array(key)), facts: facts, isReplaced: true))
  }

  private func take(
    folder facts: ObjectFacts, _ destination: ObjectFacts?, _ source: some ObjectSource
  ) throws(LedgerError) {
    if run.sieve.excludesFolders {
      // It is no object, but it may have failed as one.
      if try source.isExpected() { try skip(facts, source) }
      return
    }
    var facts = facts
    guard comparison.reason(folder: &facts, over: destination) != nil else {
      return try skip(facts, source)
    }
    // In a bucket a folder is an object like any other.
    if run.order.destinationFolder == nil { return append(source.key, facts) }
    if destination == nil { touch(source) }
    source.folderHasRow()
    plan.folders.append(
      .init(
        key: ObjectKey(Array(source.key)), mode: facts.mode, modified: facts.modified,
        isCounted: true))
  }

  /// Plans to set right the folders whose time the current item will change.
  private func touch(_ source: some ObjectSource) {
    let leaves = run.order.overwrite == .never
    source.touch { key, source, destination in
      // What `never` leaves as it is, it leaves with its own time.
      let own = leaves ? destination : nil
      let mode =
        own.map { $0.mode & FileFacts.keptModes }
        ?? comparison.keeper.mode(source.mode, of: .folder)
      plan.folders.append(
        .init(
          key: key, mode: mode, modified: (own ?? source).modified_ns, isCounted: false))
    }
  }

  private func finishBatch() {
    if packer.objects > 0 { plan.batches.append(packer.finish()) }
  }

  private var isDue: Bool {
    if plan.batches.count >= 4 || sinceCommit >= 16 * Self.largestPlan { return true }
    let rows = plan.folders.count + plan.failures.count + plan.recoveries.count
    if rows >= Self.largestPlan { return true }
    // Workers without work get what there is.
    return !plan.batches.isEmpty && run.state.look { $0.planned < 2 }
  }

  /// Writes the plan, and waits until the workers have come near.
  ///
  /// - Returns: False if the phase is over.
  private func commit(upTo key: [UInt8]?) throws(LedgerError) -> Bool {
    finishBatch()
    plan.cursor = key.map { ObjectKey(Array($0)) }
    try run.ledger.plan(plan)
    run.progress.planned(plan)
    run.tell(failed: plan.failures)
    if let teller = run.order.teller { skipped.tell(teller) }
    let added = plan.batches.count
    let isListed = plan.isListed
    run.state.change { state in
      state.planned += added
      state.isListed = isListed
    }
    let listsFolders = plan.listsFolders
    plan = LedgerPlan()
    plan.listsFolders = listsFolders
    sinceCommit = 0
    return run.state.wait { state, _ in
      if state.ending != nil { return false }
      return state.planned < Self.ahead ? true : nil
    }
  }
}
