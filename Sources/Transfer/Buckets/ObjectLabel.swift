/// What is said of an object beside its bytes.
struct ObjectLabel {
  /// Its media type.
  var type: String
  /// The time of the file that it is a copy of, in nanoseconds since 1970; nil for none.
  var modified: Int64?
  /// How it is to be handed out: `cache-control`, `content-encoding` and the like.
  var described: [String: String] = [:]
  /// The user's own metadata.
  var metadata: [String: String] = [:]
  /// The store's word for how it is kept; empty for the usual way.
  var storageClass = ""

  init(type: String, modified: Int64? = nil) {
    self.type = type
    self.modified = modified
  }
}
