public import Wire

/// The configuration as it lies on the disk: read whole, before anything is done with it.
public struct ConfigSet: Sendable {
  /// `ferryd.conf` and `ferryd.conf.d/*.conf`; the defaults if they have mistakes.
  public let daemon: DaemonConfig
  /// `addresses.d/*.address` with their drop-ins, by name; those without mistakes.
  public let addresses: [Entry<AddressConfig>]
  /// `jobs.d/*.job` with their drop-ins, by name; of those with mistakes what is right.
  public let jobs: [Entry<JobConfig>]
  /// `access-keys.d/*.key` with their drop-ins, by name; those without mistakes.
  public let accessKeys: [Entry<AccessKeyConfig>]
  /// The names of all addresses, of those with mistakes too.
  public let addressNames: Set<String>
  /// All files that count, in the order in which they are read.
  public let groups: [ConfigGroup]
  /// Paths of files that say that there is nothing of their name.
  public let masked: [String]
  /// All mistakes of all files, each with its place.
  public let errors: [ConfigError]
  /// What the authors should know about what is accepted.
  public let warnings: [ConfigError]

  /// One definition with the path of its file.
  public struct Entry<Config: Sendable>: Sendable {
    /// The file, without its drop-ins.
    public let path: String
    /// What it says.
    public let config: Config
  }

  /// Reads the files of layers; folders that are not there are empty ones.
  ///
  /// Blocks as long as the file systems do.
  public init(_ layers: ConfigLayers) {
    var finder = ConfigFinder(layers)
    let daemonFiles = finder.daemon()
    let addressFiles = finder.groups("addresses.d", ".address")
    let jobFiles = finder.groups("jobs.d", ".job")
    let keyFiles = finder.groups("access-keys.d", ".key")
    var errors = finder.errors
    let daemon = Self.daemon(daemonFiles, &errors)
    self.daemon = daemon
    addresses = Self.entries(addressFiles, &errors) { (name, files) throws(ConfigErrors) in
      try AddressConfig(name: name, files)
    }
    jobs = jobFiles.compactMap { group in
      guard let main = group.main else { return nil }
      let (config, mistakes) = JobConfig.reading(
        name: Self.stem(group.name), group.files.map(Self.unit), defaults: daemon.jobs)
      errors += mistakes
      return Entry(path: main.path, config: config)
    }
    accessKeys = Self.entries(keyFiles, &errors) { (name, files) throws(ConfigErrors) in
      try AccessKeyConfig(name: name, files)
    }
    // One that could not be read is not called unknown as well.
    addressNames = Set(
      addressFiles.map { Self.stem($0.name) }
        + finder.errors.map { ConfigFinder.name(of: $0.place.file) }
        .filter { $0.hasSuffix(".address") }.map(Self.stem))
    groups = [daemonFiles] + addressFiles + jobFiles + keyFiles
    masked = finder.masked
    warnings = finder.warnings
    self.errors = errors
  }

  private static func daemon(_ group: ConfigGroup, _ errors: inout [ConfigError]) -> DaemonConfig {
    do {
      return try DaemonConfig(group.files.map(unit))
    } catch {
      errors += error.errors
      // What the other files say wrong is told as well: the defaults stand in meanwhile.
      return DaemonConfig()
    }
  }

  private static func entries<Config>(
    _ groups: [ConfigGroup], _ errors: inout [ConfigError],
    _ read: (String, [UnitFile]) throws(ConfigErrors) -> Config
  ) -> [Entry<Config>] {
    groups.compactMap { group in
      guard let main = group.main else { return nil }
      do {
        return Entry(path: main.path, config: try read(stem(group.name), group.files.map(unit)))
      } catch let error as ConfigErrors {
        errors += error.errors
      } catch {
        errors.append(ConfigError(ConfigFinder.start(of: main.path), "\(error)"))
      }
      return nil
    }
  }

  private static func unit(_ file: ConfigFile) -> UnitFile {
    UnitFile(name: file.path, bytes: file.bytes)
  }

  private static func stem(_ name: String) -> String {
    name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
  }
}
