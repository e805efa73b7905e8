import Migration

/// Goes through a place folder by folder, in the byte order of the keys.
///
/// The folders on the way to the present one are held in memory, and no more. One thread uses it.
final class RemoteListing {
  /// What is found under the current key.
  enum Item {
    case object(ObjectFacts)
    /// A folder that holds nothing.
    case folder(ObjectFacts)
    /// What cannot be moved, or a folder that cannot be listed.
    case failure(ObjectFacts, FailureCode, String)
  }

  private struct Level {
    let keyLength: Int
    let entries: [RemoteFolder.Entry]
    var next = 0
  }

  private(set) var key: [UInt8] = []
  private let client: RemoteClient
  private let sieve: ObjectSieve
  private let patience: Patience
  private let top: [UInt8]
  /// Where the listing goes on; nil once it is behind that.
  private var cursor: [UInt8]?
  private var levels: [Level] = []
  private var hasBegun = false

  /// Goes on after a key.
  ///
  /// - Parameter folder: The folder that is listed; empty for the whole place.
  init(
    _ client: RemoteClient, _ sieve: ObjectSieve, _ patience: Patience, after cursor: ObjectKey?,
    within folder: [UInt8] = []
  ) {
    self.client = client
    self.sieve = sieve
    self.patience = patience
    self.cursor = cursor?.bytes
    top = folder
  }

  /// Goes to the next item.
  ///
  /// - Returns: Nil at the end.
  /// - Throws: What keeps it from the place itself.
  func next() throws(ObjectError) -> Item? {
    if !hasBegun { try begin() }
    while let level = levels.last {
      guard level.next < level.entries.count else {
        levels.removeLast()
        continue
      }
      levels[levels.count - 1].next += 1
      let entry = level.entries[level.next]
      key.removeLast(key.count - level.keyLength)
      key += entry.name
      if let item = try item(entry) { return item }
    }
    return nil
  }

  private func begin() throws(ObjectError) {
    guard let folder = try list(top) else {
      let text = "\(client.order.source) has no such folder"
      throw ObjectError("list", .source, StoreProblem(blocking: text))
    }
    hasBegun = true
    key = top
    levels = [Level(keyLength: top.count, entries: folder.entries)]
  }

  private func list(_ folder: [UInt8]) throws(ObjectError) -> RemoteFolder? {
    try patience.persist { () throws(ObjectError) in try client.folder(folder, .source) }
  }

  private func item(_ entry: RemoteFolder.Entry) throws(ObjectError) -> Item? {
    let isNew = isAfterCursor()
    if let why = entry.problem {
      return isNew && sieve.passes(key: key) ? .failure(entry.facts, .invalidKey, why) : nil
    }
    if entry.facts.kind == .folder { return try folder(entry.facts, isNew) }
    guard isNew, sieve.passes(key: key), sieve.passes(modified: entry.facts.modified) else {
      return nil
    }
    return .object(entry.facts)
  }

  private func folder(_ facts: ObjectFacts, _ isNew: Bool) throws(ObjectError) -> Item? {
    if !isNew, let cursor, !cursor.starts(with: key) { return nil }
    if sieve.leavesOutAll(in: key) { return nil }
    let found: RemoteFolder?
    do throws(ObjectError) {
      found = try list(key)
    } catch {
      guard error.isOfOneObject, error.cause != .stopped else { throw error }
      let code = error.failureCode
      return .failure(
        facts, code == .permissionDenied ? code : .listFailed, error.description)
    }
    // It has gone since.
    guard let found else { return nil }
    if found.entries.isEmpty { return isNew && sieve.passes(key: key) ? .folder(facts) : nil }
    levels.append(Level(keyLength: key.count, entries: found.entries))
    return nil
  }

  private func isAfterCursor() -> Bool {
    guard let cursor else { return true }
    guard cursor.lexicographicallyPrecedes(key) else { return false }
    self.cursor = nil
    return true
  }
}
