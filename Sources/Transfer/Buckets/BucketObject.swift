import Migration

/// What a store says of one object when it is asked for it alone.
struct BucketObject {
  /// As a list would have them: the time is that at which it was stored.
  var facts: ObjectFacts
  /// The store's tag for this state of it.
  var tag: String
  /// The time of the file that it is a copy of, in nanoseconds since 1970; nil if it has none.
  var original: Int64?
  /// What goes with a copy of it.
  var label: ObjectLabel
  /// Whether the tag is no digest because a key of the service encrypts the object.
  var isEncryptedByKey = false
  /// The service's CRC-64 of the whole object; nil if it has none.
  var checksum: UInt64?
}
