/// What a row of a list says of its object beside the key.
struct RowFacts: Equatable, Sendable {
  /// Bytes; nil if it does not say.
  var size: Int64?
  /// When it was modified, in nanoseconds since 1970; nil if it does not say.
  var modified: Int64?
  /// The URL to get it by, as it stands in the list; nil if there is none.
  var url: [UInt8]?
}
