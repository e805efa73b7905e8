import CLinux
import Migration

/// What the destination has under each key, so that both sides' times can be compared.
///
/// A bucket keeps the time at which an object was stored, not that of the file that it is a copy of:
/// that stands in the object's metadata, which costs a request. What was stored clearly after its
/// source was changed is taken for its copy; only where the two times are too close to tell are the
/// metadata asked for. One thread uses it.
final class DestinationFacts {
  /// Where the destination's facts come from.
  enum Place {
    case folder(DestinationLook)
    case listing(BucketListing, BucketClient)
    /// Single keys of a bucket, in any order.
    case bucket(BucketClient)
    /// Nobody compares.
    case unknown
  }

  private let place: Place
  private let source: BucketClient?
  private let patience: Patience

  init(_ place: Place, source: BucketClient?, _ patience: Patience) {
    self.place = place
    self.source = source
    self.patience = patience
  }

  /// Compares a listed object with the destination's.
  ///
  /// - Parameter facts: The source's as listed; its time becomes the one that counts.
  /// - Returns: The destination's, with a time that can be compared; nil if it has none.
  func compare(
    _ key: [UInt8], _ facts: inout ObjectFacts
  ) throws(ObjectError) -> ObjectFacts? {
    switch place {
    case .unknown: return nil
    case .folder(let look): return try compare(key, &facts, look)
    case .listing(let listing, let client):
      guard let found = try listing.facts(of: key) else { return nil }
      return try compare(key, &facts, found, client, lead: listing.clockLead)
    case .bucket(let client):
      guard let found = try ask(client, key) else { return nil }
      return try compare(key, &facts, found.facts, client, lead: client.clockLead)
    }
  }

  // MARK: - In a bucket

  private func compare(
    _ key: [UInt8], _ facts: inout ObjectFacts, _ found: ObjectFacts, _ client: BucketClient,
    lead: Int64
  ) throws(ObjectError) -> ObjectFacts {
    let listed = found
    var found = found
    // A folder that is there is as it should be.
    if facts.kind == .folder, found.kind == .folder { return facts }
    guard facts.kind == found.kind else { return found }
    if source == nil, Self.isTimeOfFile(listed, facts) {
      found.modified = facts.modified
      return found
    }
    // In the source's time.
    found.modified = found.modified.addingClamped((source?.clockLead ?? 0) - lead)
    let order = StoredOrder(facts.modified, toStored: found.modified)
    guard order == .unclear else {
      if order == .after, facts.size == found.size, source != nil,
        let original = try originalAsListed(key, listed, client)
      {
        try takeOriginal(of: key, &facts)
        found.modified = original
      }
      return found
    }
    // What both are copies of, if they are.
    try takeOriginal(of: key, &facts)
    if let original = try ask(client, key)?.original { found.modified = original }
    return found
  }

  /// Whether a list tells the time of the file that an object is a copy of, and not that at which it was
  /// stored, as rclone's server does: to the same millisecond is no chance.
  private static func isTimeOfFile(_ listed: ObjectFacts, _ file: ObjectFacts) -> Bool {
    let millisecond: Int64 = 1_000_000
    return listed.size == file.size && listed.modified % (1_000 * millisecond) != 0
      && (listed.modified == file.modified
        || listed.modified == file.modified - file.modified % millisecond)
  }

  /// The time in the metadata of an object that seems to be out of date, if that is what the store has
  /// in its lists: some, such as rclone's server, do not list when an object was stored.
  private func originalAsListed(
    _ key: [UInt8], _ listed: ObjectFacts, _ client: BucketClient
  ) throws(ObjectError) -> Int64? {
    guard let original = try ask(client, key)?.original,
      abs(original.subtractingClamped(listed.modified)) < 1_000_000_000
    else { return nil }
    return original
  }

  /// Gives facts of a bucket that is the source the time that a copy of the object gets.
  private func takeOriginal(of key: [UInt8], _ facts: inout ObjectFacts) throws(ObjectError) {
    guard let source, let found = try ask(source, key) else { return }
    // A list may tell parts of a second, and the answer of which a copy is made does not.
    facts.modified = found.original ?? found.facts.modified
  }

  private func ask(
    _ client: BucketClient, _ key: [UInt8]
  ) throws(ObjectError) -> BucketObject? {
    try patience.persist { () throws(ObjectError) in try client.look(key) }
  }

  // MARK: - In a folder

  private func compare(
    _ key: [UInt8], _ facts: inout ObjectFacts, _ look: DestinationLook
  ) throws(ObjectError) -> ObjectFacts? {
    guard let found = try look.facts(of: key) else { return nil }
    var object = found.object(found.kind ?? .file)
    if facts.kind == .folder, object.kind == .folder { return facts }
    guard facts.kind == object.kind, object.modified < facts.modified else { return object }
    // Older than the object was stored: a copy has the time of what was stored. It was made after
    // that, then.
    if let birth = look.birth() {
      let made = birth.multipliedClamped(by: 1_000).addingClamped(source?.clockLead ?? 0)
      switch StoredOrder(made, toStored: facts.modified) {
      case .after:
        object.modified = facts.modified
        return object
      case .before: return object
      case .unclear: break
      }
    }
    try takeOriginal(of: key, &facts)
    return object
  }
}
