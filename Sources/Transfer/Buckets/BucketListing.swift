import Migration
import S3

/// The objects of a bucket, below its address's prefix, in the byte order of their keys.
///
/// One thread uses it; others read ahead of it.
final class BucketListing {
  /// The current object's key, relative to the address.
  private(set) var key: [UInt8] = []
  /// The current object's facts; a key that ends in `/` and holds nothing is a folder's.
  private(set) var facts = ObjectFacts(kind: .file, size: 0, modified: 0, mode: 0)

  /// How much later the store's clock is than this machine's, in nanoseconds.
  private(set) var clockLead: Int64 = 0

  private let client: BucketClient
  private let ahead: ListAhead
  private var page = ListAhead.Page()
  private var next = 0
  private var isAtEnd = false
  private var isBegun = false
  private var hasCurrent = false

  /// Goes on after a key.
  ///
  /// - Parameters:
  ///   - client: The user's own, for what the keys are relative to.
  ///   - another: Makes another thread's.
  init(
    _ client: BucketClient, _ patience: Patience, after key: ObjectKey?,
    another: @escaping @Sendable (StopFlag) throws(ObjectError) -> BucketClient
  ) {
    self.client = client
    ahead = ListAhead(client.listing(after: key), patience, client: another)
  }

  deinit {
    ahead.end()
  }

  /// Goes to the next object.
  ///
  /// - Returns: False at the end.
  func advance() throws(ObjectError) -> Bool {
    while next == page.count {
      if isAtEnd { return false }
      if !isBegun {
        isBegun = true
        try ahead.begin()
      }
      let used = page
      page = ListAhead.Page()
      guard let new = try ahead.next(used) else {
        isAtEnd = true
        next = 0
        return false
      }
      (page, next) = (new, 0)
      clockLead = ahead.clockLead
    }
    facts = client.object(page.page, next, key: &key)
    next += 1
    return true
  }

  /// Goes on until a key is reached or passed.
  ///
  /// - Returns: The facts of the object with that key; nil if there is none.
  func facts(of wanted: [UInt8]) throws(ObjectError) -> ObjectFacts? {
    if !hasCurrent {
      guard try advance() else { return nil }
      hasCurrent = true
    }
    while key.lexicographicallyPrecedes(wanted) {
      guard try advance() else {
        hasCurrent = false
        return nil
      }
    }
    return key == wanted ? facts : nil
  }
}
