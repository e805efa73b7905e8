/// How objects are copied, and how a copy is looked at before it takes its place.
public struct CopyRule: Hashable, Sendable {
  /// How a copy is looked at.
  public enum Verify: String, Hashable, Sendable, CaseIterable {
    /// Not at all.
    case none
    /// It has the source's size.
    case size
    /// It is read again, and each of its bytes is the source's.
    case checksum
    /// It is read again, and its CRC-64 is that of what was read of the source.
    case crc64

    /// Whether the copy is read again.
    public var readsAgain: Bool {
      self == .checksum || self == .crc64
    }
  }

  /// How a copy is looked at.
  public var verify = Verify.size
  /// Whether objects keep their time of modification.
  public var keepsModified = true
  /// Whether files, folders and links keep owner and group.
  public var keepsOwner = false
  /// Whether files and folders keep the attributes of users and the access lists.
  public var keepsAttributes = false
  /// Whether the absolute target of a link into the source is made one into the destination.
  public var convertsLinks = false
  /// The permission bits of all files, at most 0o1777; nil for the source's.
  public var fileMode: UInt32?
  /// The permission bits of all folders, at most 0o1777; nil for the source's.
  public var folderMode: UInt32?
  /// The class in which a bucket stores objects; nil for its usual one.
  public var storageClass: StorageClass?
  /// Whether objects keep their class from one bucket of a service to another.
  public var keepsStorageClass = false

  /// The rule with the services' defaults.
  public init() {}
}
