/// Which local folders an address may name.
///
/// Pure: whoever knows the file system gives paths with their links resolved as well.
public struct PathRules: Hashable, Sendable {
  /// Folders that are never moved, with the words that say whose they are.
  public var forbidden: [(folder: LocalPath, owner: String)] {
    Self.system + own.map { (folder: $0, owner: "ferry's own folder") }
  }
  /// The daemon's state, configuration and runtime folders.
  public var own: [LocalPath]
  /// Roots that bound addresses made by request; empty for any.
  public var roots: [LocalPath]

  /// Rules for a daemon with these folders.
  public init(own: [LocalPath], roots: [LocalPath] = []) {
    self.own = own
    self.roots = roots
  }

  /// The folder with the daemon's own lists of what runs could not move, which addresses may name
  /// although it is one of its own; nil for none.
  public var lists: LocalPath?

  /// Folders that the daemon does not see as everybody else does.
  public var hidden: [HiddenFolder] = []

  private static let system: [(folder: LocalPath, owner: String)] = ["/proc/", "/sys/", "/dev/"]
    .compactMap { text in
      guard let path = try? LocalPath(text) else { return nil }
      return (folder: path, owner: "the kernel's")
    }

  /// Shared memory is a file system like any other, although it is mounted under `/dev`.
  private static let sharedMemory = try? LocalPath("/dev/shm/")

  /// Checks all folders of an address; a bucket has none.
  ///
  /// - Parameters:
  ///   - location: Where it is, as named, or with its links resolved.
  ///   - origin: An administrator's file is not bound to the roots.
  /// - Throws: `InvalidArgument`, naming the folder in the way.
  public func check(_ location: Address.Location, origin: Origin) throws(Refusal) {
    if let data = location.data { try check(data, origin: origin) }
    guard case .inventory(let place) = location else { return }
    try check(place.manifest.folder, as: "InvPath", origin: origin)
  }

  /// Checks an address's folder.
  ///
  /// - Parameters:
  ///   - path: The folder as named, or with its links resolved.
  ///   - field: What names it.
  ///   - origin: An administrator's file is not bound to the roots.
  /// - Throws: `InvalidArgument`, naming the folder in the way.
  public func check(
    _ path: LocalPath, as field: String = "Prefix", origin: Origin
  ) throws(Refusal) {
    if let lists, field == "InvPath", path.isInside(lists) { return }
    for (folder, owner) in forbidden where path.isInside(folder) || isOwnParent(path, of: folder) {
      if let shared = Self.sharedMemory, path.isInside(shared), !own.contains(folder) { continue }
      throw Refusal(
        .invalidArgument,
        "\(field) '\(path)' cannot be an address: \(folder) is \(owner); name another folder")
    }
    guard origin == .api else { return }
    if let folder = hidden.first(where: { $0.covers(path) }) {
      throw Refusal(.invalidArgument, "\(field) '\(path)' cannot be an address: \(folder.why)")
    }
    guard !roots.isEmpty, !roots.contains(where: { path.isInside($0) }) else {
      return
    }
    throw Refusal(
      .invalidArgument,
      "\(field) '\(path)' lies outside LocalRoots (\(roots.map(\.text).joined(separator: " "))); "
        + "use a folder inside them or let an administrator add it to ferryd.conf")
  }

  /// A folder that holds one of ferry's own would be copied with the ledger of its own copy.
  private func isOwnParent(_ path: LocalPath, of folder: LocalPath) -> Bool {
    own.contains(folder) && folder.isInside(path)
  }

  /// Refuses to write where only a list is.
  ///
  /// - Throws: `InvalidArgument` if the destination is an inventory.
  public static func checkWritable(_ destination: Address) throws(Refusal) {
    guard destination.location.isList else { return }
    throw Refusal(
      .invalidArgument,
      "address '\(destination.name)' is an inventory, a list of objects to read; "
        + "name another destination")
  }

  /// Refuses a pair of which one side would feed the other.
  ///
  /// - Throws: `InvalidArgument` if the folders are the same or one lies inside the other.
  public static func checkPair(source: LocalPath, destination: LocalPath) throws(Refusal) {
    if source == destination {
      throw Refusal(
        .invalidArgument,
        "source and destination are the same folder (\(source)); name another destination")
    }
    if destination.isInside(source) {
      throw Refusal(
        .invalidArgument,
        "the destination \(destination) lies inside the source \(source): "
          + "the copy would feed itself; name a folder outside")
    }
    if source.isInside(destination) {
      throw Refusal(
        .invalidArgument,
        "the source \(source) lies inside the destination \(destination): "
          + "the copy could overwrite what it reads; name a folder outside")
    }
  }
}
