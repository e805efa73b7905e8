import Migration
import Store

/// What of an earlier run still fails, as the bucket that is its source has it now.
///
/// The keys are read page by page; each costs a request. One thread uses it.
final class FailedKeys {
  /// What is known of a key now.
  enum Found {
    case object(ObjectFacts)
    case failure(ObjectFailure)
  }

  private(set) var key: [UInt8] = []
  /// Why the keys ended before their end.
  private(set) var trouble: ObjectError?

  private static let page = 1_000

  private let list: FailureList
  private let client: BucketClient
  private let patience: Patience
  private var keys: ArraySlice<ListedFailure> = []
  /// Where the next page begins; nil when there is none.
  private var bound: [UInt8]?

  init(
    _ list: FailureList, _ client: BucketClient, _ patience: Patience, after cursor: ObjectKey?
  ) {
    self.list = list
    self.client = client
    self.patience = patience
    bound = cursor.map { $0.bytes + [0] } ?? []
  }

  /// Goes to the next key.
  ///
  /// - Returns: Nil at the end, or in trouble.
  func next() throws(LedgerError) -> Found? {
    if keys.isEmpty, let bound {
      let page = try list.page(from: bound, .retryable, limit: Self.page)
      keys = page[...]
      self.bound = page.count < Self.page ? nil : page.last.map { $0.failure.key.bytes + [0] }
    }
    guard let known = keys.popFirst()?.failure else { return nil }
    key = known.key.bytes
    do throws(ObjectError) {
      let found = try patience.persist { () throws(ObjectError) in try client.look(key) }
      if let found { return .object(found.facts) }
      return failure(known, .sourceGone, "the bucket has no object with this key any more")
    } catch {
      guard error.isOfOneObject else {
        trouble = error
        return nil
      }
      return failure(known, error.failureCode, error.description)
    }
  }

  /// A failure with the facts that are known from before: there are no newer ones.
  private func failure(_ known: ObjectFailure, _ code: FailureCode, _ text: String) -> Found {
    .failure(
      ObjectFailure(
        key: known.key, kind: known.kind, size: known.size, modified: known.modified, code: code,
        text: text))
  }
}
