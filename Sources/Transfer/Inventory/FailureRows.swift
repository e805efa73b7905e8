import Migration
import Store

/// What of an earlier run still fails, as rows of a list; the URLs are those of its root run.
final class FailureRows: RowSource {
  private static let page = 1_000

  private let list: FailureList
  private var keys: ArraySlice<ListedFailure> = []
  /// Where the next page begins; nil when there is none.
  private var bound: [UInt8]?

  var problem: InventoryProblem? { nil }
  var isExpected: Bool { true }

  init(_ list: FailureList, after cursor: ObjectKey?) {
    self.list = list
    bound = cursor.map { $0.bytes + [0] } ?? []
  }

  func next() throws(LedgerError) -> ListedRow? {
    if keys.isEmpty, let bound {
      let page = try list.page(from: bound, .retryable, limit: Self.page)
      keys = page[...]
      self.bound = page.count < Self.page ? nil : page.last.map { $0.failure.key.bytes + [0] }
    }
    guard let failure = keys.popFirst()?.failure else { return nil }
    var row = ListedRow(key: failure.key.bytes)
    row.about.url = try list.url(of: failure.key)
    row.failed = failure
    return row
  }
}
