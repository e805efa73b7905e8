import Glibc
import Platform
import Wire

/// Finds the files that count in layers, and reads them.
struct ConfigFinder {
  let layers: ConfigLayers
  /// Files and folders that could not be read, or must not be believed.
  private(set) var errors: [ConfigError] = []
  /// What is odd and no mistake.
  private(set) var warnings: [ConfigError] = []
  /// Names that are masked.
  private(set) var masked: [String] = []

  init(_ layers: ConfigLayers) {
    self.layers = layers
  }

  /// `ferryd.conf` with the drop-ins of `ferryd.conf.d`.
  mutating func daemon() -> ConfigGroup {
    let name = "ferryd.conf"
    let path =
      layers.extras.first { Self.name(of: $0) == name }
      ?? layers.folders.map { "\($0)/\(name)" }.first { TrustedFile.isThere($0) }
    return ConfigGroup(
      name: name, main: path.flatMap { file($0) },
      dropIns: dropIns(layers.folders.map { "\($0)/\(name).d" }))
  }

  /// The definitions of a folder in the order of their names.
  ///
  /// - Parameters:
  ///   - folder: Such as `jobs.d`.
  ///   - ending: Such as `.job`.
  mutating func groups(_ folder: String, _ ending: String) -> [ConfigGroup] {
    var paths: [String: String] = [:]
    var dropInFolders: [String: [String]] = [:]
    for path in layers.extras where path.hasSuffix(ending) { paths[Self.name(of: path)] = path }
    for layer in layers.folders {
      let here = "\(layer)/\(folder)"
      for name in names(in: here) where !name.hasPrefix(".") {
        if name.hasSuffix(ending), name.utf8.count > ending.utf8.count {
          if paths[name] == nil { paths[name] = "\(here)/\(name)" }
        } else if name.hasSuffix(ending + ".d") {
          dropInFolders[String(name.dropLast(2)), default: []].append("\(here)/\(name)")
        } else if !Self.isLeftover(name) {
          warn("\(here)/\(name)", "this file is not read: its name does not end in '\(ending)'")
        }
      }
    }
    for (name, folders) in dropInFolders.sorted(by: { $0.key < $1.key }) where paths[name] == nil {
      warn(folders[0], "these drop-ins change nothing: there is no \(folder)/\(name)")
    }
    return paths.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      .compactMap { name, path in
        guard let main = file(path) else { return nil }
        return ConfigGroup(name: name, main: main, dropIns: dropIns(dropInFolders[name] ?? []))
      }
  }

  /// The drop-ins of folders, the weightiest first, each name once.
  private mutating func dropIns(_ folders: [String]) -> [ConfigFile] {
    var paths: [String: String] = [:]
    for folder in folders {
      for name in names(in: folder) where name.hasSuffix(".conf") && !name.hasPrefix(".") {
        if paths[name] == nil { paths[name] = "\(folder)/\(name)" }
      }
    }
    return paths.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      .compactMap { file($0.value) }
  }

  /// Reads a file; nil if it is masked or wrong, which is noted.
  private mutating func file(_ path: String) -> ConfigFile? {
    do {
      // One byte more than is parsed, so that the parser says what is too long.
      let bytes = try TrustedFile.read(
        path, limit: UnitFile.sizeLimit + 1,
        owners: layers.extras.contains(path) ? nil : layers.owners)
      guard let bytes, !bytes.isEmpty else {
        masked.append(path)
        return nil
      }
      return ConfigFile(path: path, bytes: bytes)
    } catch {
      errors.append(ConfigError(Self.start(of: path), error.description + Self.hint(error)))
      return nil
    }
  }

  private mutating func names(in folder: String) -> [String] {
    do {
      return try FolderNames.read(folder)
    } catch {
      if error.code == ENOENT { return [] }
      errors.append(
        ConfigError(Self.start(of: folder), error.description + Self.hint(.system(error))))
      return []
    }
  }

  private mutating func warn(_ path: String, _ message: String) {
    warnings.append(ConfigError(Self.start(of: path), message))
  }

  private static func hint(_ error: FileReadError) -> String {
    guard case .system(let cause) = error, cause.code == EACCES else { return "" }
    return "; user \(geteuid()) has to be able to read it, and to search the folders above"
  }

  /// What editors and package tools leave, and what explains a folder.
  private static func isLeftover(_ name: String) -> Bool {
    name.hasSuffix("~") || name.hasPrefix("#") || name.hasPrefix("README")
      || [".swp", ".bak", ".orig", ".rpmnew", ".rpmsave", ".rpmorig", ".ucf-old"]
        .contains { name.hasSuffix($0) }
      || name.contains(".dpkg-") || name.contains(".ucf-")
  }

  static func name(of path: String) -> String {
    path.split(separator: "/").last.map { String($0) } ?? path
  }

  static func start(of path: String) -> ConfigPlace {
    ConfigPlace(file: path, line: 1, column: 1)
  }
}
