import CLinux
import Glibc
import Migration
import Store

/// Looks at what a list names, as it is now, in the order of the list.
///
/// A key that the list names again is looked at again. Nothing is listed: a folder's key stands for
/// the folder, not for what it holds. One thread uses it.
final class InventoryWalk: ObjectSource {
  /// The current item's key.
  private(set) var key: [UInt8] = []
  private(set) var problem: InventoryProblem?
  private(set) var isCutOff = false
  /// How long the walk goes on from its first step on, in nanoseconds; nil for no such bound.
  var patience: Int64?
  private var end: Int64?

  private let sieve: ObjectSieve
  private let list: ListReader
  private let folder: String
  private let keyLook: KeyLook

  /// Goes on after a place.
  init(
    _ inventory: OpenInventory, _ keyLook: KeyLook, _ sieve: ObjectSieve, _ stop: StopFlag,
    from cursor: ObjectKey?, checksAgain: Bool = true
  ) throws(LedgerError) {
    let place = try Self.place(cursor, inventory)
    list = ListReader(
      inventory, stop, index: place.index, after: place.row, checksAgain: checksAgain)
    folder = inventory.order.folder
    self.keyLook = keyLook
    self.sieve = sieve
  }

  /// What the ledger keeps: the number of the data file and that of its row, as `3:1200`.
  static func place(
    _ cursor: ObjectKey?, _ inventory: OpenInventory
  ) throws(LedgerError) -> (index: Int, row: Int) {
    guard let cursor else { return (0, 0) }
    let numbers = cursor.bytes.split(separator: UInt8(ascii: ":")).map {
      Int(String(decoding: $0, as: UTF8.self))
    }
    guard numbers.count == 2, let index = numbers[0], let row = numbers[1], index >= 0, row >= 0
    else {
      throw LedgerError(
        isBroken: true,
        """
        It is not known how far the list \(inventory.order.manifest) was read; start the job anew.
        """)
    }
    return (index, row)
  }

  var isLate: Bool { false }
  var place: [UInt8]? { Array("\(list.index):\(list.row)".utf8) }
  var listsFolders: Bool { false }

  func next() -> WalkItem? {
    do throws(InventoryProblem) {
      while let row = try list.next() {
        if let item = item(row) { return item }
        guard let patience else { continue }
        let now = ferry_monotonic_ns()
        if let end, now >= end {
          isCutOff = true
          return nil
        }
        end = end ?? now + patience
      }
    } catch {
      problem = error
    }
    return nil
  }

  func beginAgain() { (end, isCutOff) = (nil, false) }

  func touch(_ body: (ObjectKey, FileFacts, FileFacts?) -> Void) {
    keyLook.trail.touch(body)
  }

  func folderHasRow() {}

  func isExpected() -> Bool { false }

  // MARK: - One row

  /// - Returns: Nil for what the job leaves out.
  private func item(_ row: RowParser.Row) -> WalkItem? {
    switch row {
    case .unreadable(let why):
      return unreadable(why)
    case .key(let found):
      if found.isEmpty { return unreadable("its key is empty") }
      key = found
      if let why = Self.problem(with: key) {
        return failure(.invalidKey, "\(list.line): the key \(why)")
      }
      return sieve.passes(key: key) ? look() : nil
    }
  }

  private func unreadable(_ why: String) -> WalkItem {
    // An absolute path is no object's key: it cannot be taken for one.
    key = Array("\(folder)/\(list.line)".utf8)
    return failure(.unreadableRow, "the row cannot be read: \(why)")
  }

  private func look() -> WalkItem? {
    let found: KeyLook.Found
    do throws(ObjectError) {
      guard let object = try keyLook.look(key) else {
        return failure(.specialFile, "a socket, pipe or device is not moved")
      }
      found = object
    } catch {
      let facts = ObjectFacts(kind: kind, size: 0, modified: 0, mode: 0)
      return .failure(error.failure(key: key, facts), error)
    }
    let facts = found.facts
    if facts.kind == .symlink, sieve.excludesSymlinks { return nil }
    guard sieve.passes(modified: facts.modified) else { return nil }
    switch (facts.kind, kind) {
    case (.folder, .folder): return .folder(facts, destination: found.destination)
    case (.folder, _):
      return failure(
        .sourceGone, "a folder is in its place now; a list names a folder with '/' at the end")
    case (_, .folder): return failure(.sourceGone, "it is no folder any more")
    case (.file, _), (.symlink, _): return .object(facts, destination: found.destination)
    }
  }

  /// What the key says that it names.
  private var kind: ObjectKind {
    key.last == UInt8(ascii: "/") ? .folder : .file
  }

  private func failure(_ code: FailureCode, _ text: String) -> WalkItem {
    .failure(
      ObjectFailure(
        key: ObjectKey(key), kind: kind, size: 0, modified: 0, code: code, text: text), nil)
  }

  /// Why a key cannot be one below the source; nil if it can.
  static func problem(with key: [UInt8]) -> String? {
    if key.first == UInt8(ascii: "/") { return "is absolute" }
    if key.contains(0) { return "holds a NUL byte" }
    let path = key.last == UInt8(ascii: "/") ? key.dropLast() : key[...]
    for part in path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
      if part.isEmpty { return "has an empty part: '//'" }
      if !FolderPair.isPlain(part) { return "has '.' or '..' in it" }
    }
    return nil
  }
}
