public import Calendar
import Engine
import Migration
public import Platform
public import Wire

/// Reads the configuration and judges it: the same for a start, a reload and a check.
///
/// Blocks as long as the file systems do: not for the loop's thread.
public struct ConfigLoader: Sendable {
  /// Where the files lie.
  public var layers: ConfigLayers
  /// Folders of the daemon that are never moved, beside the configuration's.
  public var ownFolders: [String]
  /// The machine's zones.
  public var zones: ZoneFiles

  /// A loader for a daemon with these folders.
  public init(layers: ConfigLayers, ownFolders: [String], zones: ZoneFiles) {
    self.layers = layers
    self.ownFolders = ownFolders
    self.zones = zones
  }

  /// Reads everything.
  ///
  /// - Parameters:
  ///   - now: When this is.
  ///   - keptZone: The zone in which the job of a name was made; nil if there is no such job.
  /// - Throws: All mistakes, each with its place.
  public func read(
    now: Instant, keptZone: (String) -> String? = { _ in nil }
  ) throws(ConfigErrors) -> ConfigReading {
    let set = ConfigSet(layers)
    var errors = set.errors
    let named = set.daemon.timeZone
    var zone = zones.serverZoneName()
    if let source = named.source, !named.value.isEmpty {
      do {
        zone = try zones.rules(named: named.value).name
      } catch {
        errors.append(ConfigError(source.place, "TimeZone= \(error)"))
      }
    }
    let paths = pathRules(of: set.daemon)
    var reader = WishReader(
      paths: paths, zones: zones, standardZone: zone,
      minInterval: set.daemon.jobs.minInterval.microseconds, now: now)
    let wish = reader.wish(of: set, keptZone: keptZone)
    errors += reader.errors
    guard errors.isEmpty else { throw ConfigErrors(errors) }
    return ConfigReading(
      set: set, wish: wish, warnings: set.warnings + reader.warnings, standardZone: zone,
      paths: paths)
  }

  private func pathRules(of daemon: DaemonConfig) -> PathRules {
    let own = (layers.folders + ownFolders).compactMap { path in
      try? LocalPath(path.hasSuffix("/") ? path : path + "/")
    }
    let resolved = own.compactMap(ResolvedPath.of)
    var rules = PathRules(
      own: own + resolved.filter { !own.contains($0) },
      roots: daemon.localRoots.compactMap { try? LocalPath($0.value) })
    rules.hidden = SandboxSight.current().hidden
    return rules
  }
}
