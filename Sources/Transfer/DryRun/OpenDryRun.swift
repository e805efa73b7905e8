import CLinux
import Migration
import Store
import Synchronization

/// A dry run between two of its pages: its folders are open, and it goes on where it is.
///
/// It holds what a run's listing holds at most, whatever the size of the tree, and it keeps file
/// systems busy: whoever has one lets go of it soon.
public final class OpenDryRun: @unchecked Sendable {
  // Unchecked: `source` and `foresight` are touched by `page` only, which holds `turn` all the time;
  // everything else never changes.

  /// How long a page goes on, in nanoseconds.
  static let patience: Int64 = 2_000_000_000
  /// What the keys and texts of a page may come to.
  private static let pageBytes = 1 << 20

  private let order: MoveOrder
  private let roots: OpenRoots
  private let source: any ObjectSource
  private let foresight: Foresight
  private let turn = Mutex(())

  /// Whether it can wait for its next page: a list of failures is not kept from its owner.
  public var canWait: Bool { order.ancestors.isEmpty }

  init(_ order: MoveOrder, _ roots: consuming OpenRoots, _ source: any ObjectSource) {
    self.order = order
    self.source = source
    foresight = Foresight(order, roots)
    self.roots = roots
  }

  deinit {
    source.close()
  }

  /// The next part.
  ///
  /// - Parameters:
  ///   - limit: At most so many objects are named.
  ///   - showsSkipped: Whether those are named that would be skipped.
  public func page(
    limit: Int, showsSkipped: Bool = false
  ) throws(DryRunError) -> DryRunPage {
    try turn.withLock { (_) throws(DryRunError) in
      source.beginAgain()
      return try nextPage(limit: limit, showsSkipped: showsSkipped)
    }
  }

  private func nextPage(limit: Int, showsSkipped: Bool) throws(DryRunError) -> DryRunPage {
    // From the first item on: a page goes on, however long the way to its place is.
    var end: Int64?
    var page = DryRunPage()
    var bytes = 0
    while let item = try next() {
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

  private func next() throws(DryRunError) -> WalkItem? {
    do throws(LedgerError) {
      return try source.next()
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
