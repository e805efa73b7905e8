import CLinux
import Migration
import Patterns
import Store

/// Looks at what a run would do, and does nothing of it: no ledger, no folder, no file is made.
///
/// Each page opens everything anew and goes on where the one before has ended, so that nothing is
/// held between two pages, whatever the size of the tree. It blocks as long as the file systems do.
public struct DryRun: Sendable {
  /// How long a page goes on, in nanoseconds.
  private static let patience: Int64 = 2_000_000_000
  /// What the keys and texts of a page may come to.
  private static let pageBytes = 1 << 20

  private let order: MoveOrder

  /// A look at an order; its run number and boot do not matter.
  public init(_ order: MoveOrder) {
    self.order = order
  }

  /// The next part.
  ///
  /// - Parameters:
  ///   - cursor: Where the part before has ended; nil to begin.
  ///   - limit: At most so many objects are named.
  ///   - showsSkipped: Whether those are named that would be skipped.
  public func page(
    after cursor: [UInt8]?, limit: Int, showsSkipped: Bool = false
  ) throws(DryRunError) -> DryRunPage {
    if order.sourceBucket != nil || order.destinationBucket != nil {
      throw DryRunError("A dry run between a bucket and another place is not served yet.")
    }
    if let why = order.hindrance(order.sourceFolder, order.destinationFolder) { throw DryRunError(why) }
    let roots: OpenRoots
    do throws(RootError) {
      roots = try OpenRoots(order, makesMissing: false)
    } catch {
      throw DryRunError(error.text)
    }
    try check(roots)
    return try page(roots, after: cursor, limit: limit, showsSkipped: showsSkipped)
  }

  /// The next part; lent the roots, whose numbers all that is opened here holds.
  private func page(
    _ roots: borrowing OpenRoots, after cursor: [UInt8]?, limit: Int, showsSkipped: Bool
  ) throws(DryRunError) -> DryRunPage {
    let source = try source(roots, from: cursor.map { ObjectKey($0) })
    // From the first item on: a page goes on, however long the way to its place is.
    var end: Int64?
    let foresight = Foresight(order, roots)
    var page = DryRunPage()
    var bytes = 0
    while let item = try next(of: source) {
      if case .failure(_, let error?) = item, let remedy = error.remedyForTheRun {
        throw DryRunError("Nothing can be looked at now: \(error); \(remedy).")
      }
      if let forecast = foresight.forecast(item, source.key) {
        page.sum.add(forecast.verdict, size: forecast.size)
        if showsSkipped || forecast.verdict != .skip {
          page.objects.append(forecast)
          bytes += forecast.bytes
        }
      }
      let isFull = page.objects.count >= limit || bytes >= Self.pageBytes
      // Where names of a folder are missing nobody can go on; the next item is a better place.
      let now = ferry_monotonic_ns()
      if !source.isLate, isFull || end.map({ now >= $0 }) == true {
        page.next = source.place ?? source.key
        return page
      }
      end = end ?? now + Self.patience
    }
    if let problem = source.problem { throw DryRunError(problem.description) }
    // A root that vanished lists like an empty one, and must not be taken for it.
    if let reason = roots.whatIsGone(order) { throw DryRunError(reason.text) }
    if source.isCutOff { page.next = source.place ?? source.key }
    return page
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
    let look = KeyLook(roots)
    if let parent = order.ancestors.first {
      let root = order.ancestors.last
      let list = try attempt { () throws(LedgerError) in try FailureList(of: parent, root: root) }
      let (source, destination) = (roots.source, roots.destination)
      return try attempt { () throws(LedgerError) in
        try KeyWalk(source: source, destination: destination, sieve, list, from: cursor) {
          (key) throws(LedgerError) in
          guard try list.retryable(key) != nil else { return false }
          // What cannot be looked at is no folder that was listed.
          return (try? look.look(key.bytes))?.facts.kind == .folder
        }
      }
    }
    if let order = order.inventory {
      return try inventory(order, look, sieve, from: cursor)
    }
    do throws(ObjectError) {
      var options = LocalWalk.Options(cursor: cursor, sieve: sieve)
      options.patience = Self.patience
      return try LocalWalk(source: roots.source, destination: roots.destination, options)
    } catch {
      throw DryRunError("The source cannot be listed: \(error).")
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
    walk.patience = Self.patience
    return walk
  }

  private func sieve() throws(DryRunError) -> ObjectSieve {
    do throws(PatternError) {
      return try ObjectSieve(order.filter)
    } catch {
      throw DryRunError("A pattern of the job's filter \(error); change it by update-job.")
    }
  }

  private func next(of source: any ObjectSource) throws(DryRunError) -> WalkItem? {
    try attempt { () throws(LedgerError) in try source.next() }
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

extension ObjectForecast {
  /// What it takes in an answer.
  fileprivate var bytes: Int {
    guard case .refuse(_, let text) = verdict else { return key.bytes.count }
    return key.bytes.count + text.utf8.count
  }
}
