/// Why an object is to be copied.
public enum CopyReason: String, Hashable, Sendable, CaseIterable {
  /// The destination has nothing under its key.
  case missing
  /// The source was modified later.
  case newer
  /// Both are as old, and their sizes differ.
  case otherSize = "other size"
  /// The destination has something of another kind there.
  case otherKind = "other kind"
  /// A folder whose time differs.
  case otherTime = "other time"
  /// A folder whose mode differs.
  case otherMode = "other mode"
  /// The sizes are the same, and the bytes are to be read: it is copied if they differ.
  case unread = "same size, to be read"
  /// The job copies whatever is there.
  case always
}
