import Migration
import Store

/// Goes through the objects of a run that rclone moves, beside what the destination has.
///
/// Both sides are listed folder by folder, so that an object that needs no copy costs no question of its
/// own. One thread uses it.
final class RemoteWalk: ObjectSource {
  /// What the objects come from.
  enum Source {
    /// A walk through the folder, without a destination.
    case folder(FolderLeaves)
    /// What failed before, of a folder.
    case keys(KeyWalk)
    case remote(RemoteListing)
    /// What failed before, of another place.
    case failures(RemoteFailedKeys)
  }

  /// Where the destination's facts come from.
  enum Place {
    case folder(DestinationLook)
    case lists(RemoteLook)
    /// Single keys, in any order.
    case keys(RemoteClient, Patience)
    /// Nobody compares.
    case unknown
  }

  private(set) var key: [UInt8] = []
  private(set) var problem: InventoryProblem?
  private(set) var isLate = false

  private let order: MoveOrder
  private let source: Source
  private let place: Place
  private let keepsTimes: Bool

  /// - Parameter keepsTimes: Whether the destination keeps the times of files.
  init(_ order: MoveOrder, _ source: Source, _ place: Place, keepsTimes: Bool) {
    self.order = order
    self.source = source
    self.place = place
    self.keepsTimes = keepsTimes
  }

  func next() throws(LedgerError) -> WalkItem? {
    switch source {
    case .folder(let leaves):
      guard let leaf = leaves.next() else { return nil }
      (key, isLate) = (leaf.key, leaf.isLate)
      return compare(leaf.item)
    case .keys(let walk):
      guard let item = try walk.next() else { return nil }
      (key, isLate) = (walk.key, walk.isLate)
      return compare(item)
    case .remote(let listing):
      do throws(ObjectError) {
        guard let item = try listing.next() else { return nil }
        key = listing.key
        return self.item(item)
      } catch {
        return trouble(error)
      }
    case .failures(let keys):
      switch try keys.next() {
      case nil: return nil
      case .trouble(let error)?: return trouble(error)
      case .item(let item)?:
        key = keys.key
        return self.item(item)
      }
    }
  }

  /// Times of folders are not kept; those below a local destination are made when they are needed.
  func touch(_ body: (ObjectKey, FileFacts, FileFacts?) -> Void) {}

  func folderHasRow() {}

  func isExpected() throws(LedgerError) -> Bool {
    switch source {
    case .keys(let walk): try walk.isExpected()
    case .folder, .remote: false
    case .failures(let keys): keys.isKnown
    }
  }

  // MARK: - From a folder

  private static let linkText =
    "a symbolic link is not moved by rclone; leave links out with ExcludeSymlink=yes"

  private func compare(_ item: WalkItem) -> WalkItem? {
    switch item {
    case .object(let facts, _) where facts.kind == .symlink,
      .objectForFolder(let facts, _) where facts.kind == .symlink:
      return failure(facts, .symbolicLink, Self.linkText)
    case .object(let facts, _): return compared(facts) { .object($0, destination: $1) }
    case .objectForFolder(let facts, _): return .objectForFolder(facts, destination: nil)
    case .folder(let facts, _): return compared(facts) { .folder($0, destination: $1) }
    case .folderForObject, .failure: return item
    }
  }

  // MARK: - From elsewhere

  private func item(_ item: RemoteListing.Item) -> WalkItem? {
    switch item {
    case .failure(let facts, let code, let text): return failure(facts, code, text)
    case .object(let facts): return compared(facts) { .object($0, destination: $1) }
    case .folder(let facts): return compared(facts) { .folder($0, destination: $1) }
    }
  }

  // MARK: - Beside the destination

  private func compared(
    _ facts: ObjectFacts, _ make: (ObjectFacts, ObjectFacts?) -> WalkItem
  ) -> WalkItem? {
    guard String(validating: key, as: UTF8.self) != nil else {
      return failure(facts, .invalidKey, RemoteClient.notUTF8)
    }
    do throws(ObjectError) {
      var found = try destination()
      // A folder that is there is as it should be.
      if facts.kind == .folder, found?.kind == .folder { found = facts }
      if !keepsTimes, order.destinationFolder == nil, let stored = found?.modified {
        found?.modified = Self.comparable(stored, facts.modified)
      }
      return make(facts, found)
    } catch {
      return trouble(error)
    }
  }

  private func destination() throws(ObjectError) -> ObjectFacts? {
    switch place {
    case .unknown: return nil
    case .lists(let look): return try look.facts(of: key)
    case .keys(let client, let patience):
      let key = key
      return try patience.persist { () throws(ObjectError) in
        try client.look(key, .destination)
      }
    case .folder(let look):
      return try look.facts(of: key).map { $0.object($0.kind ?? .file) }
    }
  }

  /// The time of a file that its copy stands for, where only the time of storing is known.
  ///
  /// What was stored clearly after the file was changed is its copy. In doubt it is copied once more:
  /// then it was stored later.
  private static func comparable(_ stored: Int64, _ file: Int64) -> Int64 {
    switch StoredOrder(file, toStored: stored) {
    case .before: file
    case .unclear: file.subtractingClamped(2_000_000_000)
    case .after: stored
    }
  }

  private func failure(_ facts: ObjectFacts, _ code: FailureCode, _ text: String) -> WalkItem {
    .failure(
      ObjectFailure(
        key: ObjectKey(key), kind: facts.kind, size: facts.size, modified: facts.modified,
        code: code, text: text), nil)
  }

  private func trouble(_ error: ObjectError) -> WalkItem? {
    problem = InventoryProblem(trouble: "\(order.place(error.side)) cannot be listed: \(error)")
    return nil
  }
}
