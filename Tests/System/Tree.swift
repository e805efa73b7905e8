import Foundation
import TestSupport

/// Makes and reads trees by calls that are relative to open folders, so that any depth works.
enum Tree {
  /// One entry as the tests compare it.
  struct Entry: Equatable {
    var mode: UInt32
    var modified: Int64
    var size: Int64
    /// A link's target, and the bytes of a small file.
    var content: [UInt8]
    var identity = Identity(inode: 0, changed: 0)

    static func == (left: Entry, right: Entry) -> Bool {
      left.mode == right.mode && left.modified == right.modified && left.size == right.size
        && left.content == right.content
    }
  }

  /// Which file it is, and when it was last touched in any way.
  struct Identity: Hashable {
    var inode: UInt64
    var changed: Int64
  }

  // MARK: - Reading

  /// All that lies under a path, by key; folders end in `/`.
  static func read(_ path: String) throws -> [[UInt8]: Entry] {
    var entries: [[UInt8]: Entry] = [:]
    let folder = try check(open(path, O_RDONLY | O_DIRECTORY), path)
    try read(folder, [], into: &entries)
    return entries
  }

  /// The keys at which two trees differ, ten at most.
  static func differences(_ left: [[UInt8]: Entry], _ right: [[UInt8]: Entry]) -> [String] {
    let keys = Set(left.keys).union(right.keys).filter { left[$0] != right[$0] }
    return keys.map { String(decoding: $0.suffix(200), as: UTF8.self) }.sorted().prefix(10).map {
      $0
    }
  }

  /// Names that a run uses for what is not complete yet.
  static func temporaries(_ path: String) throws -> [String] {
    try read(path).keys.map { String(decoding: $0, as: UTF8.self) }
      .filter { $0.split(separator: "/").last?.hasPrefix(".ferry-") ?? false }
  }

  /// Which file lies at a path now; nil if there is none.
  static func identity(_ path: [UInt8]) -> Identity? {
    var facts = stat()
    let name = path.map { CChar(bitPattern: $0) } + [0]
    guard lstat(name, &facts) == 0 else { return nil }
    return identity(facts)
  }

  private static func identity(_ facts: stat) -> Identity {
    Identity(inode: UInt64(facts.st_ino), changed: nanoseconds(facts.st_ctim))
  }

  private static func nanoseconds(_ time: timespec) -> Int64 {
    Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  private static func read(
    _ folder: Int32, _ prefix: [UInt8], into entries: inout [[UInt8]: Entry]
  ) throws {
    guard let listing = fdopendir(folder) else { throw Problem("fdopendir: errno \(errno)") }
    defer { closedir(listing) }
    while let entry = readdir(listing) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { raw in
        Array(raw.prefix { $0 != 0 })
      }
      if name == [46] || name == [46, 46] { continue }
      let text = name.map { CChar(bitPattern: $0) } + [0]
      var facts = stat()
      try check(fstatat(folder, text, &facts, AT_SYMLINK_NOFOLLOW), "stat")
      var found = Entry(
        mode: facts.st_mode, modified: nanoseconds(facts.st_mtim), size: 0, content: [],
        identity: identity(facts))
      if facts.st_mode & S_IFMT == S_IFDIR {
        entries[prefix + name + [47]] = found
        let inner = try check(openat(folder, text, O_RDONLY | O_DIRECTORY), "open")
        try read(inner, prefix + name + [47], into: &entries)
        continue
      }
      found.size = Int64(facts.st_size)
      found.content = try content(folder, text, facts)
      entries[prefix + name] = found
    }
  }

  private static func content(_ folder: Int32, _ name: [CChar], _ facts: stat) throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 4_096)
    if facts.st_mode & S_IFMT == S_IFLNK {
      var target = [CChar](repeating: 0, count: 4_096)
      let count = readlinkat(folder, name, &target, target.count)
      return target.prefix(max(0, count)).map { UInt8(bitPattern: $0) }
    }
    guard facts.st_mode & S_IFMT == S_IFREG, facts.st_size <= 4_096 else { return [] }
    let file = try check(openat(folder, name, O_RDONLY), "open")
    defer { close(file) }
    return Array(bytes.prefix(max(0, Foundation.read(file, &bytes, bytes.count))))
  }

  // MARK: - Making

  /// Makes a file, and the folders that it lies in.
  static func write(
    _ root: String, _ key: [UInt8], _ content: [UInt8], mode: UInt32 = 0o644,
    modified: Int64 = 1_600_000_000_123_456_789
  ) throws {
    let (folder, name) = try enter(root, key)
    defer { close(folder) }
    let file = try check(openat(folder, name, O_WRONLY | O_CREAT | O_TRUNC, 0o600), "create")
    defer { close(file) }
    var done = 0
    while done < content.count {
      let count = content.withUnsafeBytes { raw in
        Foundation.write(file, raw.baseAddress?.advanced(by: done), raw.count - done)
      }
      guard count > 0 else { throw Problem("write: errno \(errno)") }
      done += count
    }
    try check(fchmod(file, mode), "chmod")
    var times = Self.times(modified)
    try check(futimens(file, &times), "utimens")
  }

  /// Makes a symbolic link.
  static func link(_ root: String, _ key: String, to target: String) throws {
    let (folder, name) = try enter(root, Array(key.utf8))
    defer { close(folder) }
    try check(symlinkat(target, folder, name), "symlink")
    var times = Self.times(1_500_000_000_000_000_001)
    try check(utimensat(folder, name, &times, AT_SYMLINK_NOFOLLOW), "utimens")
  }

  /// Makes a folder and those that it lies in.
  static func folder(_ root: String, _ key: String, mode: UInt32, modified: Int64) throws {
    let (folder, _) = try enter(root, Array((key + "/x").utf8))
    defer { close(folder) }
    try check(fchmod(folder, mode), "chmod")
    var times = Self.times(modified)
    try check(futimens(folder, &times), "utimens")
  }

  /// Random bytes.
  static func bytes(_ count: Int, _ random: inout SeededRandom) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count + 8)
    while bytes.count < count {
      withUnsafeBytes(of: random.next()) { bytes.append(contentsOf: $0) }
    }
    return Array(bytes.prefix(count))
  }

  private static func times(_ modified: Int64) -> [timespec] {
    // Before 1970 the seconds go back further and the rest of them is counted forwards.
    let rest = (modified % 1_000_000_000 + 1_000_000_000) % 1_000_000_000
    let time = timespec(
      tv_sec: Int((modified - rest) / 1_000_000_000), tv_nsec: Int(rest))
    return [time, time]
  }

  /// Opens the folder that a key lies in, made if it is absent, and the key's last name.
  private static func enter(_ root: String, _ key: [UInt8]) throws -> (Int32, [CChar]) {
    var folder = try check(open(root, O_RDONLY | O_DIRECTORY), root)
    let parts = key.split(separator: 47).map { $0.map { CChar(bitPattern: $0) } + [0] }
    for part in parts.dropLast() {
      mkdirat(folder, part, 0o755)
      let inner = try check(openat(folder, part, O_RDONLY | O_DIRECTORY), "open folder")
      close(folder)
      folder = inner
    }
    return (folder, parts.last ?? [0])
  }

  @discardableResult
  private static func check(_ result: Int32, _ what: String) throws -> Int32 {
    guard result >= 0 else { throw Problem("\(what): \(String(cString: strerror(errno)))") }
    return result
  }
}
