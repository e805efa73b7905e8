import Migration
import Store

/// Goes through the objects of a run of which one side at least is a bucket, beside what the
/// destination has, in the byte order of the keys.
///
/// Two listings are merged, so that an object that needs no copy costs no request of its own. One
/// thread uses it.
final class BucketWalk: ObjectSource {
  /// What the objects come from.
  enum Source {
    /// A walk through the folder, without a destination.
    case folder(FolderLeaves)
    /// What failed before, of a folder.
    case keys(KeyWalk)
    case bucket(BucketListing)
    /// What failed before, of a bucket.
    case failures(FailedKeys)
  }

  private(set) var key: [UInt8] = []
  private(set) var problem: InventoryProblem?

  private let order: MoveOrder
  private let sieve: ObjectSieve
  private let source: Source
  private let other: DestinationFacts

  init(_ order: MoveOrder, _ sieve: ObjectSieve, _ source: Source, _ other: DestinationFacts) {
    self.order = order
    self.sieve = sieve
    self.source = source
    self.other = other
  }

  private(set) var isLate = false

  /// A folder's object in a bucket stands for itself only.
  var listsFolders: Bool {
    switch source {
    case .folder, .keys: true
    case .bucket, .failures: false
    }
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
    case .failures(let keys):
      guard let found = try keys.next() else {
        problem = keys.trouble.map(trouble)
        return nil
      }
      key = keys.key
      switch found {
      case .object(let facts): return item(facts)
      case .failure(let failure): return .failure(failure, nil)
      }
    case .bucket(let listing):
      return next(listing)
    }
  }

  /// Folders of a bucket have no time that a copy would change; those below a local destination are
  /// made when they are needed.
  func touch(_ body: (ObjectKey, FileFacts, FileFacts?) -> Void) {}

  func folderHasRow() {}

  func isExpected() throws(LedgerError) -> Bool {
    switch source {
    case .keys(let walk): try walk.isExpected()
    case .folder, .bucket: false
    case .failures: true
    }
  }

  // MARK: - From a folder

  static let linkText =
    "a symbolic link cannot be an object of a bucket; leave links out with ExcludeSymlink=yes"

  private func compare(_ item: WalkItem) -> WalkItem? {
    switch item {
    case .object(let facts, _) where facts.kind == .symlink,
      .objectForFolder(let facts, _) where facts.kind == .symlink:
      return failure(facts, .symbolicLink, Self.linkText)
    case .object(let facts, _):
      return compared(facts) { .object($0, destination: $1) }
    case .objectForFolder(let facts, _):
      return .objectForFolder(facts, destination: nil)
    case .folder(let facts, _):
      return compared(facts) { .folder($0, destination: $1) }
    case .folderForObject, .failure:
      return item
    }
  }

  /// Why no bucket can have the present key; nil if one can.
  ///
  /// Stores that take such a key nevertheless put other characters in the place of what they cannot
  /// read, and so the same for many.
  /// Source: "Naming Amazon S3 objects", Amazon S3 User Guide.
  private var keyProblem: String? {
    order.destinationBucket == nil
      ? nil : Self.problem(withNameInBucket: key).map { "the name \($0)" }
  }

  /// Why no bucket can have a key; nil if one can.
  static func problem(withNameInBucket key: [UInt8]) -> String? {
    String(validating: key, as: UTF8.self) == nil
      ? "is not UTF-8, as a bucket's keys have to be; give it another name" : nil
  }

  /// Why no folder can be what an object of a bucket is; nil if one can.
  static func problem(withFolder key: [UInt8], _ facts: ObjectFacts) -> String? {
    guard facts.kind == .file, key.last == UInt8(ascii: "/") else { return nil }
    return "the key is a folder's, and it holds \(facts.size) bytes, as no folder can"
  }

  private func compared(
    _ listed: ObjectFacts, _ make: (ObjectFacts, ObjectFacts?) -> WalkItem
  ) -> WalkItem? {
    if let why = keyProblem { return failure(listed, .invalidKey, why) }
    var facts = listed
    do throws(ObjectError) {
      let destination = try other.compare(key, &facts)
      return make(facts, destination)
    } catch {
      problem = trouble(error)
      return nil
    }
  }

  // MARK: - From a bucket

  private func next(_ listing: BucketListing) -> WalkItem? {
    do throws(ObjectError) {
      while try listing.advance() {
        // The folder that the address names is not one of its objects.
        if listing.key.isEmpty { continue }
        key = listing.key
        guard sieve.passes(key: key), sieve.passes(modified: listing.facts.modified) else {
          continue
        }
        return item(listing.facts)
      }
    } catch {
      problem = trouble(error)
    }
    return nil
  }

  private func item(_ facts: ObjectFacts) -> WalkItem? {
    if order.destinationFolder != nil {
      if let why = InventoryWalk.problem(with: key) {
        return failure(facts, .invalidKey, "no file can have this name: the key \(why)")
      }
      if let why = Self.problem(withFolder: key, facts) { return failure(facts, .invalidKey, why) }
    }
    return compared(facts) {
      $0.kind == .folder ? .folder($0, destination: $1) : .object($0, destination: $1)
    }
  }

  private func failure(_ facts: ObjectFacts, _ code: FailureCode, _ text: String) -> WalkItem {
    .failure(
      ObjectFailure(
        key: ObjectKey(key), kind: facts.kind, size: facts.size, modified: facts.modified,
        code: code, text: text), nil)
  }

  private func trouble(_ error: ObjectError) -> InventoryProblem {
    let name = error.side == .source ? order.source : order.destination
    return InventoryProblem(trouble: "\(name) cannot be listed: \(error)")
  }
}
