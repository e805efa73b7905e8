public import Platform

/// The folders that configuration is read from, the one that outweighs the others first.
///
/// A file replaces those of the same name in the folders after its own. An empty file, or a link to
/// `/dev/null`, takes their place with nothing. Drop-ins of all folders are put together by name.
///
/// Source: systemd.unit(5), "Unit File Load Path".
public struct ConfigLayers: Hashable, Sendable {
  /// The folders, without slashes at their ends.
  public var folders: [String]
  /// Files that are read as if they lay in the first folder, whoever owns them.
  public var extras: [String] = []
  /// The users that may own a file, and none but they may write it.
  public var owners: Set<UInt32>

  /// The system's folders: the administrator's, this boot's, the packages'.
  public static let system = ["/etc/ferry", "/run/ferry", "/usr/lib/ferry"]

  /// Layers whose files belong to root or to one of some users.
  public init(_ folders: [String], owners: some Sequence<UInt32>) {
    self.folders = folders
    self.owners = Set(owners).union([0])
  }

  /// The folders of a daemon that was told of none: the system's for root and for the service of
  /// the system, else a user's own.
  ///
  /// - Parameters:
  ///   - user: Who asks.
  ///   - service: `$CONFIGURATION_DIRECTORY`, as systemd sets it for `ConfigurationDirectory=`.
  public static func folders(for user: ProcessUser, service: String?) -> [String] {
    if let service, service.hasPrefix("/") { return service == system[0] ? system : [service] }
    return user.isRoot ? system : user.configurationFolder.map { [$0] } ?? []
  }
}
