public import Calendar

/// A named storage location.
public struct Address: Hashable, Sendable {
  /// Its name.
  public let name: Name
  /// Its immutable ID, a UUID.
  public let version: String
  /// Where the data is.
  public var location: Location
  /// Who defined it.
  public var origin: Origin
  /// `K1:V1,K2:V2`, as given.
  public var tags: String
  /// When it was made.
  public let created: Instant
  /// When it was last changed.
  public var modified: Instant
  /// What the last verification found; nil before the first.
  public var verification: Verification?
  /// Whether its folder has to lie on a file system that is mounted (`RequireMount=`).
  public var requiresMount: Bool
  /// The file system on which it was first used or last verified, if it requires one.
  public var mount: String?

  /// An address with all its facts.
  public init(
    name: Name, version: String, location: Location, origin: Origin, tags: String = "",
    created: Instant, modified: Instant, verification: Verification? = nil,
    requiresMount: Bool = false, mount: String? = nil
  ) {
    self.name = name
    self.version = version
    self.location = location
    self.origin = origin
    self.tags = tags
    self.created = created
    self.modified = modified
    self.verification = verification
    self.requiresMount = requiresMount
    self.mount = mount
  }

  /// Where an address's data is.
  public enum Location: Hashable, Sendable {
    /// A folder of this machine's file systems.
    case local(LocalPath)
    /// What a list names of a folder of this machine's file systems; it is read, never written.
    case inventory(InventoryPlace)
    /// A bucket of an object store, or a place of another service.
    case bucket(BucketPlace)

    /// The place in one line, as it is recorded with a run.
    public var text: String {
      switch self {
      case .local(let path): path.text
      case .inventory(let place): "\(place.data) as listed in \(place.manifest)"
      case .bucket(let place): place.text
      }
    }

    /// The folder that the objects are in; nil if they are in none.
    public var data: LocalPath? {
      switch self {
      case .local(let path): path
      case .inventory(let place): place.data
      case .bucket: nil
      }
    }

    /// Whether it is a list, which a job can read and not write.
    public var isList: Bool {
      switch self {
      case .local, .bucket: false
      case .inventory: true
      }
    }

    /// The bucket; nil if it is none.
    public var bucket: BucketPlace? {
      guard case .bucket(let place) = self else { return nil }
      return place
    }
  }

  /// Why no job can use the address; nil if jobs can.
  ///
  /// The one place that knows what no transport reaches.
  public var unserved: Refusal? {
    guard case .bucket(let place) = location, !place.kind.isServed else { return nil }
    return Refusal(
      .invalidAddressType,
      "\(place.kind.title) is not served by this version; address '\(name)' is kept, and no job can "
        + "use it")
  }
}
