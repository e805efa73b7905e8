import Migration
import Store

/// What of an earlier run still fails, as the place that is its source has it now.
///
/// The keys are read page by page; each costs a question, and a folder that could not be listed is
/// listed. One thread uses it.
final class RemoteFailedKeys {
  private static let page = 1_000

  private(set) var key: [UInt8] = []

  private let list: FailureList
  private let client: RemoteClient
  private let sieve: ObjectSieve
  private let patience: Patience
  private var keys: ArraySlice<ListedFailure> = []
  /// Where the next page begins; nil when there is none.
  private var bound: [UInt8]?
  private var subtree: RemoteListing?

  init(
    _ list: FailureList, _ client: RemoteClient, _ sieve: ObjectSieve, _ patience: Patience,
    after cursor: ObjectKey?
  ) {
    self.list = list
    self.client = client
    self.sieve = sieve
    self.patience = patience
    bound = cursor.map { $0.bytes + [0] } ?? []
  }

  /// What is found next.
  enum Found {
    case item(RemoteListing.Item)
    case trouble(ObjectError)
  }

  /// Whether the current key is known to have failed, and not only its folder.
  var isKnown: Bool { subtree == nil }

  /// Goes to the next key.
  ///
  /// - Returns: Nil at the end.
  func next() throws(LedgerError) -> Found? {
    do throws(ObjectError) {
      if let listing = subtree {
        if let item = try listing.next() {
          key = listing.key
          return .item(item)
        }
        subtree = nil
      }
    } catch {
      return .trouble(error)
    }
    if keys.isEmpty, let bound {
      let page = try list.page(from: bound, .retryable, limit: Self.page)
      keys = page[...]
      self.bound = page.count < Self.page ? nil : page.last.map { $0.failure.key.bytes + [0] }
    }
    guard let known = keys.popFirst() else { return nil }
    key = known.failure.key.bytes
    return try look(known)
  }

  private func look(_ known: ListedFailure) throws(LedgerError) -> Found? {
    do throws(ObjectError) {
      if known.isUnlisted {
        let listing = RemoteListing(client, sieve, patience, after: nil, within: key)
        subtree = listing
        if let item = try listing.next() {
          key = listing.key
          return .item(item)
        }
        // It holds nothing now; its own row is what became of it.
        subtree = nil
        return .item(.folder(Self.facts(known.failure)))
      }
      let found = try patience.persist { () throws(ObjectError) in try client.look(key, .source) }
      guard let found, (found.kind == .folder) == (key.last == UInt8(ascii: "/")) else {
        return gone(known.failure, "the source has no object with this key any more")
      }
      return .item(found.kind == .folder ? .folder(found) : .object(found))
    } catch {
      subtree = nil
      guard error.isOfOneObject, error.cause != .stopped else { return .trouble(error) }
      return .item(.failure(Self.facts(known.failure), error.failureCode, error.description))
    }
  }

  private func gone(_ known: ObjectFailure, _ text: String) -> Found {
    .item(.failure(Self.facts(known), .sourceGone, text))
  }

  /// The facts that are known from before: there are no newer ones.
  private static func facts(_ known: ObjectFailure) -> ObjectFacts {
    ObjectFacts(kind: known.kind, size: known.size, modified: known.modified, mode: 0)
  }
}
