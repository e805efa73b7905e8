import Calendar
import Engine
import Glibc
import Migration
import Platform

/// The machine's time zones for the loop: each read once, and again when its file has changed.
///
/// The kernel tells of changes. Where it cannot (no more watches allowed), each use of a zone looks
/// at its file's name.
final class ZoneCache: ZonePort {
  private let files: ZoneFiles
  private let log: Log
  private var known: [String: Zone] = [:]
  private var watch: FolderWatch?
  /// Zones whose folders are watched.
  private var watched: Set<String> = []

  private struct Zone {
    var rules: ZoneRules
    var generation: String
    /// Of the file that was read, or of one that could not be.
    var identity: FileIdentity?
  }

  init(_ files: ZoneFiles, _ log: Log) {
    self.files = files
    self.log = log
    do throws(SystemError) {
      watch = try FolderWatch()
      try watchFolders(of: nil)
    } catch {
      goOnUnwatched(error)
    }
  }

  // MARK: - The port

  func zone(named name: String) -> ZoneRules? { lookup(name)?.rules }

  func generation(of name: String) -> String? { lookup(name)?.generation }

  func refresh() {
    // Folders that are new have to be watched before their files are read.
    let names = watched
    watched = []
    rewatch(nil)
    for name in names.union(known.keys) { rewatch(name) }
    for name in known.keys { reread(name) }
  }

  // MARK: - The kernel's word

  /// The descriptor to wait for; nil if the kernel does not tell.
  var raw: Int32? { watch?.raw }

  /// Takes what the kernel has told; true if zones may have changed.
  func take() -> Bool {
    do throws(SystemError) {
      return try watch?.take() ?? false
    } catch {
      goOnUnwatched(error)
      return true
    }
  }

  private func rewatch(_ name: String?) {
    guard isWatching else { return }
    do throws(SystemError) {
      try watchFolders(of: name)
    } catch {
      goOnUnwatched(error)
    }
  }

  private func watchFolders(of name: String?) throws(SystemError) {
    for place in files.folders(of: name) {
      do throws(SystemError) {
        try watch?.watch(place.folder, for: place.name)
      } catch {
        // Its parent tells when it comes.
        guard [ENOENT, ENOTDIR, EACCES].contains(error.code) else { throw error }
      }
    }
    if let name { watched.insert(name) }
  }

  private func goOnUnwatched(_ error: SystemError) {
    guard isWatching else { return }
    log.tell(
      .warning, .zoneUnreadable,
      "the kernel does not tell of changes in \(files.folder) (\(error)): new time zone data are "
        + "seen at the next event of a job; raise fs.inotify.max_user_watches and restart ferryd")
    isWatching = false
  }

  /// False where each use has to look by itself.
  private var isWatching = true

  // MARK: - Reading

  private func lookup(_ name: String) -> Zone? {
    if let zone = known[name] {
      guard !isWatching, files.identity(of: name) != zone.identity else { return zone }
      reread(name)
      return known[name]
    }
    if isWatching, !watched.contains(name) { rewatch(name) }
    let identity = files.identity(of: name)
    // A zone that is not there is not remembered: it may be installed at any time.
    guard let data = try? files.data(named: name) else { return nil }
    let zone = Zone(rules: data.rules, generation: Self.generation(data.bytes), identity: identity)
    known[name] = zone
    return zone
  }

  /// What cannot be read changes nothing: it may be in the middle of being replaced.
  private func reread(_ name: String) {
    let identity = files.identity(of: name)
    guard let zone = known[name], zone.identity != identity else { return }
    do throws(ZoneFileError) {
      let data = try files.data(named: name)
      known[name] = Zone(
        rules: data.rules, generation: Self.generation(data.bytes), identity: identity)
    } catch {
      known[name]?.identity = identity
      log.writeOnce(
        .warning, .zoneUnreadable, "\(error); its jobs go by the rules that were read before",
        reason: name, fields: [LogField("FERRY_ZONE", name)])
    }
  }

  private static func generation(_ bytes: [UInt8]) -> String {
    var hash = FNV1a()
    hash.mix(bytes)
    return String(hash.value, radix: 16)
  }
}
