public import Calendar
import Glibc

/// The time zones that are installed on this machine.
///
/// Every call reads the files anew, so that an update of tzdata is seen.
public struct ZoneFiles: Sendable {
  /// The folder that holds one file for each zone.
  public let folder: String
  private let etc: String

  /// The zones of a folder.
  public init(folder: String) {
    self.init(folder: folder, etc: "/etc")
  }

  init(folder: String, etc: String) {
    self.folder = folder
    self.etc = etc
  }

  /// The zones of this machine: `$TZDIR` if it is an absolute path, else `/usr/share/zoneinfo`.
  public static func standard() -> ZoneFiles {
    let given = getenv("TZDIR").map { String(cString: $0) }
    return ZoneFiles(folder: given.flatMap { $0.hasPrefix("/") ? $0 : nil } ?? usual)
  }

  /// The rules of a zone.
  ///
  /// - Parameter name: Such as `Europe/Berlin`; letters count as they are written. `UTC` is there
  ///   without any file.
  public func rules(named name: String) throws(ZoneFileError) -> ZoneRules {
    try data(named: name).rules
  }

  /// The rules of a zone and the bytes that they were read from.
  ///
  /// - Parameter name: As for `rules(named:)`; no bytes for `UTC` without a file.
  public func data(
    named name: String
  ) throws(ZoneFileError) -> (rules: ZoneRules, bytes: [UInt8]) {
    guard Self.isValid(name) else { throw .invalidName(name) }
    let bytes: [UInt8]
    do {
      bytes = try FileText.read("\(folder)/\(name)", limit: 1 << 18)
    } catch {
      if name == ZoneRules.utc.name, error.isMissing { return (.utc, []) }
      switch error {
      case .notAFile: throw .unknown(name: name, folder: folder)
      case .system(let cause) where [ENOENT, ENOTDIR, ENAMETOOLONG].contains(cause.code):
        throw .unknown(name: name, folder: folder)
      default: throw .unreadable(name: name, error)
      }
    }
    do {
      return (try ZoneRules(name: name, tzif: bytes), bytes)
    } catch {
      throw .damaged(error)
    }
  }

  /// The name of the server's own zone.
  ///
  /// The first of these that names an installed zone: `$TZ`; the link `/etc/localtime`;
  /// `/etc/timezone`; else `UTC`. The link comes before the file because the C library and systemd
  /// go by the link only, and the file may be left over (timezone(5), localtime(5)).
  public func serverZoneName() -> String {
    serverZoneName(variable: getenv("TZ").map { String(cString: $0) })
  }

  func serverZoneName(variable: String?) -> String {
    // The C library's reading: set and empty is UTC (tzset(3)).
    if variable == "" { return ZoneRules.utc.name }
    let candidates = [
      variable.flatMap { name(inPath: $0.hasPrefix(":") ? String($0.dropFirst()) : $0) },
      linkTarget("\(etc)/localtime").flatMap(name(inPath:)),
      realPath("\(etc)/localtime").flatMap(name(inPath:)),
      firstLine("\(etc)/timezone"),
    ]
    return candidates.lazy.compactMap { $0 }.first(where: isInstalled) ?? ZoneRules.utc.name
  }

  /// What tells a zone's file from the one that comes in its place; nil if there is none.
  ///
  /// A look at the name only: cheap, and enough to know that nothing has changed.
  public func identity(of name: String) -> FileIdentity? {
    Self.isValid(name) ? FileIdentity(path: "\(folder)/\(name)") : nil
  }

  /// Folders in which something happens when the data of zones change.
  ///
  /// The zones' own, with links followed or not; and, for what is replaced whole or linked to
  /// another place, the folders above with the one name that counts there.
  ///
  /// - Parameter name: A zone; nil for the folder of all zones.
  public func folders(of name: String?) -> [(folder: String, name: String?)] {
    guard let name else {
      return ([folder] + (realPath(folder).map { [$0] } ?? [])).flatMap { path in
        [(folder: path, name: nil)] + Self.parent(of: path)
      }
    }
    guard Self.isValid(name) else { return [] }
    let path = "\(folder)/\(name)"
    return [path, realPath(path)].compactMap { $0 }.flatMap(Self.parent(of:)).map {
      (folder: $0.folder, name: nil)
    }
  }

  private static func parent(of path: String) -> [(folder: String, name: String?)] {
    let parts = path.split(separator: "/")
    guard let name = parts.last else { return [] }
    return [(folder: "/" + parts.dropLast().joined(separator: "/"), name: String(name))]
  }

  /// Letters, digits, `_`, `+`, `-`, with single slashes between: so no `..` and no other folder.
  static func isValid(_ name: String) -> Bool {
    guard (1...255).contains(name.utf8.count) else { return false }
    return name.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { part in
      !part.isEmpty
        && part.utf8.allSatisfy { byte in
          switch byte {
          case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "+"),
            UInt8(ascii: "-"):
            true
          default: false
          }
        }
    }
  }

  private static let usual = "/usr/share/zoneinfo"

  private func isInstalled(_ name: String) -> Bool {
    // Whatever is wrong with it, the next source is asked; a zone that a job names says what.
    (try? rules(named: name)) != nil
  }

  /// The part of a path after the folder of zones; a path that is relative is a name already.
  private func name(inPath path: String) -> String? {
    guard path.hasPrefix("/") || path.hasPrefix(".") else { return path }
    let parts = path.split(separator: "/")
    var name: ArraySlice<Substring>
    if path.hasPrefix("\(folder)/") {
      name = parts.dropFirst(folder.split(separator: "/").count)
    } else if let index = parts.lastIndex(of: "zoneinfo") {
      // Distributions put the folder, and links into it, in different places.
      name = parts[(index + 1)...]
    } else {
      return nil
    }
    // `posix/Europe/Berlin` is the same zone by another way.
    if name.first == "posix" { name = name.dropFirst() }
    return name.joined(separator: "/")
  }

  private func linkTarget(_ path: String) -> String? {
    var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let count = buffer.withUnsafeMutableBytes { bytes in
      bytes.bindMemory(to: CChar.self).baseAddress.map { readlink(path, $0, bytes.count) } ?? -1
    }
    return count > 0 ? String(decoding: buffer.prefix(count), as: UTF8.self) : nil
  }

  private func realPath(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  private func firstLine(_ path: String) -> String? {
    guard let bytes = try? FileText.read(path, limit: 4096) else { return nil }
    return String(decoding: bytes.prefix { $0 > UInt8(ascii: " ") }, as: UTF8.self)
  }
}
