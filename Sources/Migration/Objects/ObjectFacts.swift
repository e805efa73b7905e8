/// What a listing says of one object: all that a comparison may use.
public struct ObjectFacts: Hashable, Sendable {
  /// What it is.
  public var kind: ObjectKind
  /// Bytes; 0 for folders, the length of the target for symbolic links.
  public var size: Int64
  /// Nanoseconds since the epoch.
  public var modified: Int64
  /// Permission bits, at most 0o7777; 0 where the source has none.
  public var mode: UInt32

  /// Facts as listed.
  public init(kind: ObjectKind, size: Int64, modified: Int64, mode: UInt32) {
    self.kind = kind
    self.size = size
    self.modified = modified
    self.mode = mode
  }
}
