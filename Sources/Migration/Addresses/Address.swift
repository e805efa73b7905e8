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

  /// An address with all its facts.
  public init(
    name: Name, version: String, location: Location, origin: Origin, tags: String = "",
    created: Instant, modified: Instant, verification: Verification? = nil
  ) {
    self.name = name
    self.version = version
    self.location = location
    self.origin = origin
    self.tags = tags
    self.created = created
    self.modified = modified
    self.verification = verification
  }

  /// Where an address's data is.
  public enum Location: Hashable, Sendable {
    /// A folder of this machine's file systems.
    case local(LocalPath)
    /// What a list names of a folder of this machine's file systems; it is read, never written.
    case inventory(InventoryPlace)

    /// The place in one line, as it is recorded with a run.
    public var text: String {
      switch self {
      case .local(let path): path.text
      case .inventory(let place): "\(place.data) as listed in \(place.manifest)"
      }
    }

    /// The folder that the objects are in.
    public var data: LocalPath {
      switch self {
      case .local(let path): path
      case .inventory(let place): place.data
      }
    }

    /// Whether it is a list, which a job can read and not write.
    public var isList: Bool {
      switch self {
      case .local: false
      case .inventory: true
      }
    }
  }
}
