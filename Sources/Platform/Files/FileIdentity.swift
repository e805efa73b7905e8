import Glibc

/// What changes whenever a file is written to, or another one takes its place.
public struct FileIdentity: Hashable, Sendable {
  private let device: UInt64
  private let inode: UInt64
  private let size: Int64
  private let modified: Int64
  private let changed: Int64

  /// The identity of the file that a path leads to, links followed; nil if there is none.
  ///
  /// The time of change cannot be set by hand, unlike the other one: an update that keeps names,
  /// sizes and times is seen, too. Source: stat(2), inode(7).
  public init?(path: String) {
    var facts = stat()
    guard stat(path, &facts) == 0 else { return nil }
    device = UInt64(facts.st_dev)
    inode = UInt64(facts.st_ino)
    size = Int64(facts.st_size)
    modified = Self.nanoseconds(facts.st_mtim)
    changed = Self.nanoseconds(facts.st_ctim)
  }

  /// Beyond the year 2262 it wraps around, which tells files apart as well.
  private static func nanoseconds(_ time: timespec) -> Int64 {
    Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }
}
