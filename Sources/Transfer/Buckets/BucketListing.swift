import Migration
import S3

/// The objects of a bucket, below its address's prefix, in the byte order of their keys.
///
/// One page is held in memory. One thread uses it.
final class BucketListing {
  /// The current object's key, relative to the address.
  private(set) var key: [UInt8] = []
  /// The current object's facts; a key that ends in `/` and holds nothing is a folder's.
  private(set) var facts = ObjectFacts(kind: .file, size: 0, modified: 0, mode: 0)

  /// How much later the store's clock is than this machine's, in nanoseconds.
  var clockLead: Int64 { client.clockLead }

  private let client: BucketClient
  private let patience: Patience
  private var listing: S3Listing
  private var page = S3Page()
  private var next = 0
  private var isAtEnd = false
  private var hasCurrent = false

  /// Goes on after a key.
  init(_ client: BucketClient, _ patience: Patience, after key: ObjectKey?) {
    self.client = client
    self.patience = patience
    listing = client.listing(after: key)
  }

  /// Goes to the next object.
  ///
  /// - Returns: False at the end.
  func advance() throws(ObjectError) -> Bool {
    while next == page.count {
      if isAtEnd { return false }
      let hasMore = try patience.persist { () throws(ObjectError) in
        try client.list(&listing, into: &page)
      }
      next = 0
      isAtEnd = !hasMore
    }
    facts = client.object(page, next, key: &key)
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
