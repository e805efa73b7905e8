import Glibc
import Platform
import Wire

/// The configuration as it lies on the disk: read whole, before anything is done with it.
struct ConfigFolder {
  /// `ferryd.conf` and `ferryd.conf.d/*.conf`.
  let daemon: DaemonConfig
  /// `addresses.d/*.address` with their drop-ins, by name.
  let addresses: [Entry<AddressConfig>]
  /// `jobs.d/*.job` with their drop-ins, by name.
  let jobs: [Entry<JobConfig>]

  /// One definition with the path of its file.
  struct Entry<Config> {
    let path: String
    let config: Config
  }

  /// Reads a configuration folder; one that is not there is an empty one.
  ///
  /// - Throws: All mistakes of all files, each with its place.
  init(_ folder: String) throws(ConfigErrors) {
    var errors: [ConfigError] = []
    let daemon = try Self.daemon(folder, &errors)
    self.daemon = daemon
    addresses = Self.entries(folder + "/addresses.d", ".address", &errors) {
      (name, files) throws(ConfigErrors) in try AddressConfig(name: name, files)
    }
    jobs = Self.entries(folder + "/jobs.d", ".job", &errors) {
      (name, files) throws(ConfigErrors) in
      try JobConfig(name: name, files, defaults: daemon.jobs)
    }
    guard errors.isEmpty else { throw ConfigErrors(errors) }
  }

  private static func daemon(
    _ folder: String, _ errors: inout [ConfigError]
  ) throws(ConfigErrors) -> DaemonConfig {
    let paths =
      [folder + "/ferryd.conf"]
      + names(in: folder + "/ferryd.conf.d", ending: ".conf", &errors)
      .map { folder + "/ferryd.conf.d/" + $0 }
    let files = paths.compactMap { file($0, isOptional: true, &errors) }
    do {
      return try DaemonConfig(files)
    } catch {
      errors += error.errors
      // What the other files say wrong is told as well: the defaults stand in meanwhile.
      return try DaemonConfig([])
    }
  }

  private static func entries<Config>(
    _ folder: String, _ ending: String, _ errors: inout [ConfigError],
    _ read: (String, [UnitFile]) throws(ConfigErrors) -> Config
  ) -> [Entry<Config>] {
    var entries: [Entry<Config>] = []
    for fileName in names(in: folder, ending: ending, &errors) {
      let path = folder + "/" + fileName
      guard let main = file(path, isOptional: false, &errors) else { continue }
      let dropIns = names(in: path + ".d", ending: ".conf", &errors)
        .compactMap { file(path + ".d/" + $0, isOptional: false, &errors) }
      do {
        let config = try read(String(fileName.dropLast(ending.count)), [main] + dropIns)
        entries.append(Entry(path: path, config: config))
      } catch {
        errors += error.errors
      }
    }
    return entries
  }

  private static func file(
    _ path: String, isOptional: Bool, _ errors: inout [ConfigError]
  ) -> UnitFile? {
    do {
      return UnitFile(name: path, bytes: try FileText.read(path, limit: 1 << 20))
    } catch {
      if isOptional, error.isMissing { return nil }
      errors.append(ConfigError(ConfigPlace(file: path, line: 1, column: 1), "\(error)"))
      return nil
    }
  }

  /// The files of a folder with an ending, in the order of their names; hidden ones left out.
  private static func names(
    in folder: String, ending: String, _ errors: inout [ConfigError]
  ) -> [String] {
    do {
      return try FolderNames.read(folder).filter { name in
        name.hasSuffix(ending) && !name.hasPrefix(".") && name.utf8.count > ending.utf8.count
      }
    } catch {
      if error.code == ENOENT { return [] }
      errors.append(ConfigError(ConfigPlace(file: folder, line: 1, column: 1), "\(error)"))
      return []
    }
  }
}
