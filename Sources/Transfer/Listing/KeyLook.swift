import CLinux
import Glibc
import Migration

/// Looks at single keys as they are now, on both sides, relative to open folders.
///
/// No link is followed, and a key with `.`, `..` or an empty part is never opened. One thread uses
/// it.
struct KeyLook {
  /// The way to the folder of the key that was looked at last.
  let trail: FolderTrail

  /// What is under a key.
  struct Found {
    /// The source's facts.
    let facts: ObjectFacts
    /// The destination's facts, nil if it has nothing there.
    let destination: ObjectFacts?
  }

  init(_ roots: borrowing OpenRoots) {
    self.init(source: roots.source, destination: roots.destination)
  }

  init(source: Int32, destination: Int32) {
    trail = FolderTrail(source: source, destination: destination)
  }

  /// Looks at a key; the `/` of a folder's is no part of its name.
  ///
  /// - Returns: Nil for a socket, pipe or device.
  func look(_ key: [UInt8]) throws(ObjectError) -> Found? {
    let path = key.last == UInt8(ascii: "/") ? key.dropLast() : key[...]
    let start = (path.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1
    guard FolderPair.isPlain(path[start...]) else { throw ObjectError("open", .source, EINVAL) }
    let name = path[start...].map { CChar(bitPattern: $0) } + [0]
    try trail.enter(path[..<start])
    let source = try FileFacts.at(trail.source, name, .source)
    guard let kind = source.kind else { return nil }
    var other = FileFacts()
    let hasOther =
      trail.destination >= 0 && ferry_stat_at(trail.destination, name, &other) == 0
    return Found(
      facts: source.object(kind), destination: hasOther ? other.object(other.kind ?? .file) : nil)
  }
}
