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
  /// The folder with the daemon's own lists of failed objects; nil for none.
  public var listFolder: String?

  /// A loader for a daemon with these folders.
  public init(layers: ConfigLayers, ownFolders: [String], zones: ZoneFiles) {
    self.layers = layers
    self.ownFolders = ownFolders
    self.zones = zones
  }

  /// Reads everything, for a machine on which no job has been made yet.
  ///
  /// - Parameter now: When this is.
  /// - Throws: All mistakes, each with its place.
  public func read(now: Instant) throws(ConfigErrors) -> ConfigReading {
    try reading(ConfigSet(layers), keptZones: [:], now: now)
  }

  /// Reads everything, beside the jobs that are there.
  ///
  /// - Parameters:
  ///   - now: When this is.
  ///   - keptZone: The zone in which the job of a name was made; nil if there is no such job. If that
  ///     cannot be told, nothing is: the job must not move to another zone.
  /// - Throws: All mistakes, or what `keptZone` throws.
  public func read<StateFailure: Error>(
    now: Instant, keptZone: (String) throws(StateFailure) -> String?
  ) throws(ConfigFailure<StateFailure>) -> ConfigReading {
    let set = ConfigSet(layers)
    var zones: [String: String] = [:]
    do throws(StateFailure) {
      for job in set.jobs { zones[job.config.name] = try keptZone(job.config.name) }
    } catch {
      throw .state(error)
    }
    do throws(ConfigErrors) {
      return try reading(set, keptZones: zones, now: now)
    } catch {
      throw .mistakes(error)
    }
  }

  private func reading(
    _ set: ConfigSet, keptZones: [String: String], now: Instant
  ) throws(ConfigErrors) -> ConfigReading {
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
    let wish = reader.wish(of: set, keptZones: keptZones)
    errors += reader.errors
    let keys = AccessKeyReader.read(set.accessKeys, &errors)
    guard errors.isEmpty else { throw ConfigErrors(errors) }
    return ConfigReading(
      set: set, wish: wish, warnings: set.warnings + reader.warnings, accessKeys: keys,
      standardZone: zone, paths: paths)
  }

  private func pathRules(of daemon: DaemonConfig) -> PathRules {
    let own = (layers.folders + ownFolders).compactMap { path in
      try? LocalPath(path.hasSuffix("/") ? path : path + "/")
    }
    let resolved = own.compactMap(ResolvedPath.of)
    var rules = PathRules(
      own: own + resolved.filter { !own.contains($0) },
      roots: daemon.localRoots.compactMap { try? LocalPath($0.value) })
    rules.lists = listFolder.flatMap { try? LocalPath($0 + "/") }
    rules.hidden = SandboxSight.current().hidden
    return rules
  }
}
