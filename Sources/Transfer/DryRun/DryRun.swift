import Glibc
import Migration
import Patterns
import Store

/// Looks at what a run would do, and does nothing of it: no ledger, no folder, no file is made.
///
/// A page can begin where any page has ended, so that nothing has to be held between two of them; one
/// that is kept open goes on without looking for its place. It blocks as long as the file systems do.
public struct DryRun: Sendable {
  private let order: MoveOrder

  /// A look at an order; its run number and boot do not matter.
  public init(_ order: MoveOrder) {
    self.order = order
  }

  /// A part by itself.
  ///
  /// - Parameters:
  ///   - cursor: Where the part before has ended; nil to begin.
  ///   - limit: At most so many objects are named.
  ///   - showsSkipped: Whether those are named that would be skipped.
  public func page(
    after cursor: [UInt8]?, limit: Int, showsSkipped: Bool = false
  ) throws(DryRunError) -> DryRunPage {
    try open(after: cursor).page(limit: limit, showsSkipped: showsSkipped)
  }

  /// Opens the folders, to go on at a place.
  ///
  /// - Parameter cursor: Where a part has ended; nil to begin.
  public func open(after cursor: [UInt8]?) throws(DryRunError) -> OpenDryRun {
    // Without this a bucket would be taken for a folder that is not there yet.
    if let why = order.hindrance(order.sourceFolder, order.destinationFolder) {
      throw DryRunError(why)
    }
    let roots: OpenRoots
    do throws(RootError) {
      roots = try OpenRoots(order, makesMissing: false)
    } catch {
      throw DryRunError(error.text)
    }
    try check(roots)
    let source = try source(roots, from: cursor.map { ObjectKey($0) })
    return OpenDryRun(order, roots, source)
  }

  private func check(_ roots: borrowing OpenRoots) throws(DryRunError) {
    let destination = roots.destinationPath ?? order.destinationFolder
    if let why = order.objection(roots.sourcePath, destination) { throw DryRunError(why) }
    if roots.destination >= 0, let why = roots.objection(to: order.rule, order) {
      throw DryRunError(why)
    }
    guard let root = order.ancestors.last else { return }
    let began = try attempt { () throws(LedgerError) in try FailureList(of: root).roots() }
    guard let began else { return }
    // A retry goes on where its root run was.
    let isOtherSource = began.source != roots.sourceInode
    guard isOtherSource || began.destination != roots.destinationInode else { return }
    throw DryRunError(
      """
      \(isOtherSource ? order.source : order.destination) is another folder than the one that \
      the root run had: mount or bring back that one.
      """)
  }

  private func source(
    _ roots: borrowing OpenRoots, from cursor: ObjectKey?
  ) throws(DryRunError) -> any ObjectSource {
    let sieve = try sieve()
    let failures = try failures()
    if let buckets = BucketPair(order, StopFlag()) {
      if let failures, order.web != nil {
        return try list(FailureRows(failures, after: cursor), buckets, roots, sieve)
      }
      if failures == nil, let list = order.inventory {
        return try self.list(rows(list, from: cursor), buckets, roots, sieve)
      }
      return try source(buckets, roots, sieve, failures, from: cursor)
    }
    if order.remotes != nil { return try remotes(roots, sieve, failures, from: cursor) }
    if let failures { return try keys(roots, sieve, failures, from: cursor) }
    let look = KeyLook(roots)
    if let order = order.inventory {
      return try inventory(order, look, sieve, from: cursor)
    }
    do throws(ObjectError) {
      var options = LocalWalk.Options(cursor: cursor, sieve: sieve)
      options.patience = OpenDryRun.patience
      return try LocalWalk(source: roots.source, destination: roots.destination, options)
    } catch {
      throw DryRunError("The source cannot be listed: \(error).")
    }
  }

  /// What is to be retried; nil for a run that lists.
  private func failures() throws(DryRunError) -> FailureList? {
    guard let parent = order.ancestors.first else { return nil }
    let root = order.ancestors.last
    return try attempt { () throws(LedgerError) in try FailureList(of: parent, root: root) }
  }

  private func keys(
    _ roots: borrowing OpenRoots, _ sieve: ObjectSieve, _ failures: FailureList,
    from cursor: ObjectKey?
  ) throws(DryRunError) -> KeyWalk {
    let look = KeyLook(roots)
    let (source, destination) = (roots.source, roots.destination)
    return try attempt { () throws(LedgerError) in
      try KeyWalk(source: source, destination: destination, sieve, failures, from: cursor) {
        (key) throws(LedgerError) in
        guard try failures.retryable(key) != nil else { return false }
        // What cannot be looked at is no folder that was listed.
        return (try? look.look(key.bytes))?.facts.kind == .folder
      }
    }
  }

  private func source(
    _ buckets: BucketPair, _ roots: borrowing OpenRoots, _ sieve: ObjectSieve,
    _ failures: FailureList?, from cursor: ObjectKey?
  ) throws(DryRunError) -> BucketWalk {
    var keys: KeyWalk?
    if order.sourceFolder != nil, let failures {
      keys = try self.keys(roots, sieve, failures, from: cursor)
    }
    do throws(ObjectError) {
      return try buckets.walk(
        order, roots, sieve, Patience(), from: cursor, failures: failures, keys: keys)
    } catch {
      throw DryRunError("The source cannot be listed: \(error).")
    }
  }

  private func rows(
    _ list: InventoryOrder, from cursor: ObjectKey?
  ) throws(DryRunError) -> ListRows {
    let opened: OpenInventory
    do throws(InventoryProblem) {
      opened = try OpenInventory(list)
    } catch {
      throw DryRunError(error.description)
    }
    return try attempt { () throws(LedgerError) in
      try ListRows(opened, StopFlag(), from: cursor, checksAgain: false)
    }
  }

  private func list(
    _ rows: some RowSource, _ buckets: BucketPair, _ roots: borrowing OpenRoots,
    _ sieve: ObjectSieve
  ) throws(DryRunError) -> ListWalk {
    do throws(ObjectError) {
      let walk = try buckets.walk(order, roots, sieve, Patience(), rows)
      walk.patience = OpenDryRun.patience
      return walk
    } catch {
      throw DryRunError("The list cannot be followed: \(error).")
    }
  }

  private func remotes(
    _ roots: borrowing OpenRoots, _ sieve: ObjectSieve, _ failures: FailureList?,
    from cursor: ObjectKey?
  ) throws(DryRunError) -> any ObjectSource {
    var keys: KeyWalk?
    if order.sourceFolder != nil, let failures {
      keys = try self.keys(roots, sieve, failures, from: cursor)
    }
    do throws(ObjectError) {
      guard let pair = try RemotePair(order, roots, StopFlag()) else {
        throw ObjectError("open", .source, EINVAL)
      }
      return try pair.walk(
        roots, sieve, Patience(), from: cursor, failures: failures, keys: keys)
    } catch {
      throw DryRunError("The addresses cannot be looked at: \(error).")
    }
  }

  private func inventory(
    _ order: InventoryOrder, _ look: KeyLook, _ sieve: ObjectSieve, from cursor: ObjectKey?
  ) throws(DryRunError) -> InventoryWalk {
    let opened: OpenInventory
    do throws(InventoryProblem) {
      opened = try OpenInventory(order)
    } catch {
      throw DryRunError(error.description)
    }
    let walk = try attempt { () throws(LedgerError) in
      try InventoryWalk(
        opened, look, sieve, StopFlag(), from: cursor, checksAgain: false)
    }
    walk.patience = OpenDryRun.patience
    return walk
  }

  private func sieve() throws(DryRunError) -> ObjectSieve {
    do throws(PatternError) {
      return try ObjectSieve(order.filter)
    } catch {
      throw DryRunError("A pattern of the job's filter \(error); change it by update-job.")
    }
  }

  private func attempt<Value>(
    _ body: () throws(LedgerError) -> Value
  ) throws(DryRunError) -> Value {
    do throws(LedgerError) {
      return try body()
    } catch {
      throw DryRunError(error.description)
    }
  }
}
