import Migration
import Store

/// Looks at what of an earlier run still fails, as it is now, in the order of the keys.
///
/// Nothing is listed but the folders that could not be listed before. The keys are read page by
/// page. One thread uses it.
final class KeyWalk: ObjectSource {
  private static let page = 1_000
  private static let slash = UInt8(ascii: "/")

  private let source: Int32
  private let destination: Int32
  private let sieve: ObjectSieve
  private let isReplaced: (ObjectKey) throws(LedgerError) -> Bool
  private let list: FailureList
  private let keyLook: KeyLook
  /// The current item's key.
  private(set) var key: [UInt8] = []
  /// The next keys.
  private var keys: ArraySlice<ListedFailure> = []
  /// Where the page after them begins; nil when there is none.
  private var bound: [UInt8]? = []
  /// Folders that are in the place of objects which were passed already; the next one is the last.
  private var pending: [[UInt8]] = []
  /// The folder that is being listed.
  private var subtree: Subtree?
  /// What is told before anything else.
  private var waiting: WalkItem?

  private struct Subtree {
    let walk: LocalWalk
    let folder: [UInt8]
    /// The last key that was listed.
    var last: [UInt8]
    /// Whether a part of it is not known after all.
    var isIncomplete = false
  }

  /// Goes on after a cursor.
  convenience init(
    _ run: RunContext, _ list: FailureList, from cursor: ObjectKey?
  ) throws(LedgerError) {
    try self.init(
      source: run.roots.source, destination: run.roots.destination, run.sieve, list, from: cursor
    ) { (key) throws(LedgerError) in try run.ledger.isReplaced(key) }
  }

  /// Goes on after a cursor.
  ///
  /// - Parameters:
  ///   - source: The open root; it stays the caller's.
  ///   - destination: The open root on the other side, -1 if there is none; likewise.
  ///   - isReplaced: Whether a folder was found in the place of an object that failed.
  init(
    source: Int32, destination: Int32, _ sieve: ObjectSieve, _ list: FailureList,
    from cursor: ObjectKey?, isReplaced: @escaping (ObjectKey) throws(LedgerError) -> Bool
  ) throws(LedgerError) {
    self.source = source
    self.destination = destination
    self.sieve = sieve
    self.list = list
    self.isReplaced = isReplaced
    keyLook = KeyLook(source: source, destination: destination)
    if let cursor { try resume(after: cursor.bytes) }
  }

  var isLate: Bool { subtree?.walk.isLate ?? false }

  func next() throws(LedgerError) -> WalkItem? {
    while true {
      if let item = waiting.take() ?? nextOfSubtree() { return item }
      guard let next = try nextFailure() else { return nil }
      key = next.failure.key.bytes
      if let item = look(at: next) { return item }
    }
  }

  func touch(_ body: (ObjectKey, FileFacts, FileFacts?) -> Void) {
    if let subtree { subtree.walk.touch(body) } else { keyLook.trail.touch(body) }
  }

  func folderHasRow() {
    subtree?.walk.folderHasRow()
  }

  func isExpected() throws(LedgerError) -> Bool {
    // In a folder that is listed there is more than what is known to have failed.
    if subtree == nil { return true }
    return try list.retryable(ObjectKey(key)) != nil
  }

  // MARK: - Keys

  /// What is to be looked at next.
  private func nextFailure() throws(LedgerError) -> ListedFailure? {
    if keys.isEmpty, let bound {
      let page = try list.page(from: bound, .retryable, limit: Self.page)
      keys = page[...]
      self.bound = page.count < Self.page ? nil : page.last.map { $0.failure.key.bytes + [0] }
    }
    guard let folder = pending.last else { return keys.popFirst() }
    let first = keys.first?.failure.key.bytes
    if let first, first.lexicographicallyPrecedes(folder) { return keys.removeFirst() }
    pending.removeLast()
    if first == folder { keys.removeFirst() }
    return ListedFailure(
      failure: ObjectFailure(
        key: ObjectKey(folder), kind: .folder, size: 0, modified: 0, code: .listFailed, text: ""),
      isUnlisted: true)
  }

  /// Goes on with the first key that is not before another one.
  private func goOn(from key: [UInt8]) {
    keys = []
    bound = key
  }

  /// Finds out in what the run was when its cursor was written.
  private func resume(after cursor: [UInt8]) throws(LedgerError) {
    goOn(from: cursor + [0])
    for end in cursor.indices.map({ $0 + 1 }) {
      let prefix = Array(cursor[..<end])
      if prefix.last == Self.slash {
        guard try isListed(folder: prefix) else { continue }
        // What lies in it is its part, whatever else the list says of that.
        return list(folder: prefix, after: cursor)
      }
      // Between an object's key and that of a folder of its name others may lie.
      guard end == cursor.count || cursor[end] < Self.slash else { continue }
      if try isReplaced(ObjectKey(prefix)) { pending.append(prefix + [Self.slash]) }
    }
  }

  /// Whether the run lists a folder: it could not be listed before, or was an object.
  private func isListed(folder: [UInt8]) throws(LedgerError) -> Bool {
    if try list.retryable(ObjectKey(folder))?.isUnlisted == true { return true }
    return try isReplaced(ObjectKey(Array(folder.dropLast())))
  }

  // MARK: - One key

  /// Looks at what the current key names now.
  ///
  /// - Returns: Nil if it is a folder that is listed from here on.
  private func look(at known: ListedFailure) -> WalkItem? {
    let isFolder = key.last == Self.slash
    let found: KeyLook.Found
    do throws(ObjectError) {
      guard let object = try keyLook.look(key) else {
        let text = "a socket, pipe or device is not moved"
        return .failure(failure(known, .specialFile, text), nil)
      }
      found = object
    } catch {
      return .failure(failure(known, error.failureCode, error.description), error)
    }
    let (facts, destination) = (found.facts, found.destination)
    if facts.kind == .symlink, sieve.excludesSymlinks {
      let text = "it is a symbolic link now, which the job leaves out"
      return .failure(failure(known, .sourceGone, text), nil)
    }
    guard known.isUnlisted || sieve.passes(modified: facts.modified) else {
      let text = "it was modified at a time now that the job leaves out"
      return .failure(failure(known, .sourceGone, text), nil)
    }
    if facts.kind == .folder {
      if !isFolder {
        pending.append(key + [Self.slash])
        return .folderForObject(facts)
      }
      if known.isUnlisted {
        list(folder: key, after: nil)
        return nil
      }
      return .folder(facts, destination: destination)
    }
    return isFolder
      ? .objectForFolder(facts, destination: destination) : .object(facts, destination: destination)
  }

  /// A failure with the facts that are known from before: there are no newer ones.
  private func failure(
    _ known: ListedFailure, _ code: FailureCode, _ text: String
  ) -> ObjectFailure {
    ObjectFailure(
      key: known.failure.key, kind: known.failure.kind, size: known.failure.size,
      modified: known.failure.modified, code: code, text: text)
  }

  // MARK: - A folder that is listed

  private func list(folder: [UInt8], after cursor: [UInt8]?) {
    key = folder
    do throws(ObjectError) {
      let walk = try LocalWalk(
        source: source, destination: destination,
        .init(
          cursor: cursor.map { ObjectKey($0) }, within: folder,
          sieve: sieve))
      subtree = Subtree(walk: walk, folder: folder, last: cursor ?? folder)
    } catch {
      let facts = ObjectFacts(kind: .folder, size: 0, modified: 0, mode: 0)
      waiting = .failure(error.failure(key: folder, facts), error)
    }
  }

  private func nextOfSubtree() -> WalkItem? {
    guard let walk = subtree?.walk else { return nil }
    guard let item = walk.next() else {
      leave()
      return nil
    }
    key = walk.key
    if case .failure(let failure, _) = item, let folder = subtree?.folder,
      failure.key.bytes == folder
    {
      // It could not be listed again, to its end or at all.
      subtree?.isIncomplete = true
      key = folder
    } else if !walk.isLate {
      subtree?.last = key
    }
    return item
  }

  private func leave() {
    guard let left = subtree else { return }
    subtree = nil
    // What is known of its content is tried by itself where it could not be listed; otherwise all
    // that lies in it has been dealt with.
    goOn(
      from: left.isIncomplete
        ? left.last + [0] : left.folder.dropLast() + [Self.slash + 1])
  }
}
