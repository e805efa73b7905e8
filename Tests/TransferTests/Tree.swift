import CLinux
import Foundation

/// One entry of a tree, as a test compares it.
struct Entry: Equatable {
  var mode: UInt32
  var modified: Int64
  var content: [UInt8]
  var inode: UInt64 = 0

  /// Two trees are equal although their files are different ones.
  static func == (left: Entry, right: Entry) -> Bool {
    left.mode == right.mode && left.modified == right.modified && left.content == right.content
  }
}

/// Makes and reads trees by calls that are relative to open folders, so that any depth works.
enum Tree {
  struct Problem: Error {
    let what: String
    let code: Int32
  }

  /// The keys at which two trees are not the same, ten at most.
  static func differences(_ left: [[UInt8]: Entry], _ right: [[UInt8]: Entry]) -> [String] {
    let keys = Set(left.keys).union(right.keys).filter { left[$0] != right[$0] }
    return keys.map { String(decoding: $0, as: UTF8.self) }.sorted().prefix(10).map { $0 }
  }

  /// All that lies under a path, by key; folders end in `/`.
  static func read(_ path: String) throws -> [[UInt8]: Entry] {
    var entries: [[UInt8]: Entry] = [:]
    let folder = try check(ferry_openat(AT_FDCWD, path, O_RDONLY | O_DIRECTORY, 0), path)
    try read(folder, [], into: &entries)
    return entries
  }

  private static func read(
    _ folder: Int32, _ prefix: [UInt8], into entries: inout [[UInt8]: Entry]
  ) throws {
    guard let listing = fdopendir(folder) else { throw Problem(what: "fdopendir", code: errno) }
    defer { closedir(listing) }
    while let entry = readdir(listing) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { raw in
        Array(raw.prefix { $0 != 0 })
      }
      if name == [46] || name == [46, 46] { continue }
      let text = name.map { CChar(bitPattern: $0) } + [0]
      var facts = ferry_facts()
      try check(ferry_stat_at(folder, text, &facts), "stat")
      var found = Entry(mode: facts.mode, modified: facts.modified_ns, content: [])
      found.inode = facts.inode
      switch facts.mode & S_IFMT {
      case S_IFDIR:
        entries[prefix + name + [47]] = found
        let inner = try check(ferry_openat(folder, text, O_RDONLY | O_DIRECTORY, 0), "open")
        try read(inner, prefix + name + [47], into: &entries)
        continue
      case S_IFREG:
        let file = try check(ferry_openat(folder, text, O_RDONLY, 0), "open")
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: Int(facts.size))
        var done = 0
        while done < bytes.count {
          let count = bytes.withUnsafeMutableBytes { buffer in
            ferry_read(file, buffer.baseAddress?.advanced(by: done), buffer.count - done)
          }
          if count <= 0 { break }
          done += count
        }
        found.content = bytes
      case S_IFLNK:
        var target = [CChar](repeating: 0, count: 4_097)
        let count = ferry_readlink_at(folder, text, &target, 4_096)
        found.content = target.prefix(max(0, count)).map { UInt8(bitPattern: $0) }
      default: break
      }
      entries[prefix + name] = found
    }
  }

  /// Makes a file of some bytes, and the folders that it lies in.
  static func write(
    _ root: String, _ key: String, _ content: [UInt8] = Array("content".utf8),
    mode: UInt32 = 0o644, modified: Int64 = 1_600_000_000_123_456_789
  ) throws {
    try write(root, Array(key.utf8), content, mode: mode, modified: modified)
  }

  /// Makes a file whose key is any bytes.
  static func write(
    _ root: String, _ key: [UInt8], _ content: [UInt8], mode: UInt32 = 0o644,
    modified: Int64 = 1_600_000_000_123_456_789
  ) throws {
    let (folder, name) = try enter(root, key)
    defer { close(folder) }
    let file = try check(ferry_openat(folder, name, O_WRONLY | O_CREAT | O_TRUNC, mode), "create")
    defer { close(file) }
    var done = 0
    while done < content.count {
      done += content.withUnsafeBytes { raw in
        max(0, ferry_write(file, raw.baseAddress?.advanced(by: done), raw.count - done))
      }
    }
    try check(ferry_set_mode(file, mode), "chmod")
    try check(ferry_set_modified(file, modified), "utimens")
  }

  /// Makes a symbolic link.
  static func link(_ root: String, _ key: String, to target: String) throws {
    let (folder, name) = try enter(root, Array(key.utf8))
    defer { close(folder) }
    try check(ferry_symlink_at(target, folder, name), "symlink")
    try check(ferry_set_modified_at(folder, name, 1_500_000_000_000_000_001), "utimens")
  }

  /// Makes a folder and those that it lies in.
  static func folder(_ root: String, _ key: String, mode: UInt32 = 0o755) throws {
    let (folder, _) = try enter(root, Array((key + "/x").utf8))
    defer { close(folder) }
    try check(ferry_set_mode(folder, mode), "chmod")
    try check(ferry_set_modified(folder, 1_400_000_000_000_000_002), "utimens")
  }

  /// Opens the folder that a key lies in, made if it is absent, and the key's last name.
  private static func enter(_ root: String, _ key: [UInt8]) throws -> (Int32, [CChar]) {
    var folder = try check(ferry_openat(AT_FDCWD, root, O_RDONLY | O_DIRECTORY, 0), root)
    let parts = key.split(separator: 47).map { $0.map { CChar(bitPattern: $0) } + [0] }
    for part in parts.dropLast() {
      _ = ferry_mkdir_at(folder, part, 0o755)
      let inner = try check(ferry_openat(folder, part, O_RDONLY | O_DIRECTORY, 0), "open folder")
      close(folder)
      folder = inner
    }
    return (folder, parts.last ?? [0])
  }

  /// Removes a tree of any depth.
  static func remove(_ path: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/rm")
    process.arguments = ["-rf", path]
    try process.run()
    process.waitUntilExit()
  }

  @discardableResult
  private static func check(_ result: Int32, _ what: String) throws -> Int32 {
    guard result >= 0 else { throw Problem(what: what, code: -result) }
    return result
  }
}
