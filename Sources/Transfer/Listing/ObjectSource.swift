import Migration
import Store

/// Where a plan's objects come from, one item after another, always in the same order.
protocol ObjectSource: AnyObject {
  /// The current item's key.
  var key: [UInt8] { get }

  /// What the ledger keeps to go on after the current item; nil if that is its key.
  var place: [UInt8]? { get }

  /// The URL that the current item is got by, as a list has it; nil if it is got by its key.
  var url: [UInt8]? { get }

  /// Why the items ended before their end; nil if they did not.
  var problem: InventoryProblem? { get }

  /// Whether the folders that fail are to be listed by a retry: what they hold is not known.
  var listsFolders: Bool { get }

  /// Whether the current key is one that was passed before: that of a folder whose names could not
  /// be read on. A resumed run cannot go on after it.
  var isLate: Bool { get }

  /// Whether the items ended before their end because their time is over; the current key, which
  /// may be one that is left out, is where to go on.
  var isCutOff: Bool { get }

  /// Gives it its whole time again: the next item is looked for after the one where it ended.
  func beginAgain()

  /// Ends what goes on beside it; it is not used any more, and the folders that it uses are closed.
  func close()

  /// Goes to the next item.
  ///
  /// - Returns: Nil at the end.
  func next() throws(LedgerError) -> WalkItem?

  /// The folders that the current item will change and that no row was asked for before.
  ///
  /// - Parameter body: Gets each folder's key and facts on both sides.
  func touch(_ body: (ObjectKey, FileFacts, FileFacts?) -> Void)

  /// Says that the current item, a folder, has a row of its own.
  func folderHasRow()

  /// Whether the current item failed before, so that it is recorded if it needs no copy now.
  func isExpected() throws(LedgerError) -> Bool
}

extension ObjectSource {
  var place: [UInt8]? { nil }
  var url: [UInt8]? { nil }
  var problem: InventoryProblem? { nil }
  var listsFolders: Bool { true }
  var isCutOff: Bool { false }
  func beginAgain() {}
  func close() {}
}
