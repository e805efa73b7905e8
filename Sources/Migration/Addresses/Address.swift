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
    /// What a list names, wherever that is; it is read, never written.
    case inventory(InventoryPlace)
    /// A bucket of an object store, or a place of another service.
    case bucket(BucketPlace)

    /// The place in one line, as it is recorded with a run.
    public var text: String {
      switch self {
      case .local(let path): path.text
      case .inventory(let place): place.text
      case .bucket(let place): place.text
      }
    }

    /// The folder that the objects are in; nil if they are in none.
    public var data: LocalPath? {
      switch self {
      case .local(let path): path
      case .inventory(let place): place.folder
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

    /// The bucket that the objects are in; nil if they are in none.
    public var bucket: BucketPlace? {
      switch self {
      case .local: nil
      case .inventory(let place): place.bucket
      case .bucket(let place): place
      }
    }

    /// The list that names the objects; nil if there is none.
    public var list: InventoryPlace? {
      guard case .inventory(let place) = self else { return nil }
      return place
    }

    /// The same place with another key to its bucket, or to that of its list; nil if there is none.
    public func opened(by access: BucketPlace.Access, list isOfList: Bool = false) -> Self? {
      switch self {
      case .bucket(var place) where !isOfList:
        place.access = access
        return .bucket(place)
      case .inventory(var place):
        if isOfList, case .object(let key, var bucket) = place.list {
          bucket.access = access
          place.list = .object(key, in: bucket)
          return .inventory(place)
        }
        guard !isOfList, var bucket = place.bucket else { return nil }
        bucket.access = access
        place.data = .bucket(bucket)
        return .inventory(place)
      case .local, .bucket: return nil
      }
    }

    /// All buckets that have to be opened: that of the objects, and that of the list.
    public var buckets: [BucketPlace] { [bucket, list?.listBucket].compactMap(\.self) }
  }

  /// Why no job can use the address; nil if jobs can.
  ///
  /// The one place that knows what no transport reaches.
  public var unserved: Refusal? {
    let place =
      switch location {
      case .bucket(let place): place.kind.isServed ? nil : place
      // What rclone reaches is not read by lists.
      case .local, .inventory: location.buckets.first { !$0.kind.speaksS3 }
      }
    guard let place else { return nil }
    return Refusal(
      .invalidAddressType,
      "\(place.kind.title) is not served by this version; address '\(name)' is kept, and no job can "
        + "use it")
  }
}
