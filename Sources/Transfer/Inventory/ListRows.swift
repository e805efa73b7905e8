import Migration
import Store

/// Where the rows of a walk come from, one after another.
protocol RowSource: AnyObject {
  /// The next row.
  ///
  /// - Returns: Nil at the end, or when the list cannot be read on.
  func next() throws(LedgerError) -> ListedRow?

  /// Why the rows ended before their end.
  var problem: InventoryProblem? { get }

  /// Whether what needs no copy is recorded: it failed before.
  var isExpected: Bool { get }
}

/// The rows of a list.
final class ListRows: RowSource {
  private let list: ListReader
  private let order: InventoryOrder
  private(set) var problem: InventoryProblem?
  var isExpected: Bool { false }

  /// Goes on after a place.
  init(
    _ inventory: OpenInventory, _ stop: StopFlag, from cursor: ObjectKey?, checksAgain: Bool = true
  ) throws(LedgerError) {
    let place = try InventoryWalk.place(cursor, inventory)
    list = ListReader(
      inventory, stop, index: place.index, after: place.row, checksAgain: checksAgain)
    order = inventory.order
  }

  func next() -> ListedRow? {
    do throws(InventoryProblem) {
      guard let found = try list.next() else { return nil }
      var row = ListedRow(key: [], about: list.about, line: list.line)
      row.place = Array("\(list.index):\(list.row)".utf8)
      switch found {
      case .unreadable(let why): row.problem = why
      case .key(let key) where key.isEmpty: row.problem = "its key is empty"
      case .key(let key): row.key = key
      }
      // Neither a folder nor a bucket has an object of that name.
      if row.problem != nil { row.key = Array(order.text(of: row.line).utf8) }
      return row
    } catch {
      problem = error
      return nil
    }
  }
}
