import CLinux
import Glibc

/// How coarsely a file system keeps times of modification.
///
/// SMB keeps steps of 100 nanoseconds, other file systems whole seconds or two of them. Compared
/// to the nanosecond, each of their files would look older than its source for ever, and would be
/// copied in every run.
struct TimeStep: Equatable {
  /// Nanoseconds; 1 where times are kept exactly.
  let nanoseconds: Int64
  /// The first and the last time that can be kept; earlier and later ones become these.
  private(set) var range: ClosedRange<Int64> = .min ... .max

  /// Times are kept exactly.
  static let exact = TimeStep(nanoseconds: 1)

  private static let known: [Int64] = [100, 1_000, 1_000_000, 1_000_000_000, 2_000_000_000]
  /// Not a multiple of any known step.
  private static let sample: Int64 = 1_600_000_001_123_456_789
  /// The years 1684 and 2255: old inodes of an ext keep 1901 to 2038 only.
  private static let edges: (first: Int64, last: Int64) = (
    -9_000_000_000_000_000_000, 9_000_000_000_000_000_000
  )

  private init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  /// The step at which one time was kept as another: exact if none explains it.
  init(set: Int64, kept: Int64) {
    let steps = set == kept ? [] : Self.known
    nanoseconds = steps.first { Self.floor(set, $0) == kept } ?? 1
  }

  /// Asks a file system by a file of its own; exact if it does not let itself be asked.
  ///
  /// - Parameters:
  ///   - folder: An open folder of the file system.
  ///   - token: The run's own, for the file's name.
  init(of folder: Int32, token: String) {
    let name = ".ferry-\(token)-0-0~"
    let kept = Self.keep(Self.sample, name, in: folder)
    self = kept.map { TimeStep(set: Self.sample, kept: $0) } ?? .exact
    if kept != nil {
      let first = Self.keep(Self.edges.first, name, in: folder) ?? Self.edges.first
      let last = Self.keep(Self.edges.last, name, in: folder) ?? Self.edges.last
      limit(first: first, last: last)
    }
    _ = ferry_unlink_at(folder, name)
  }

  /// Takes in what became of the two edges; what makes no sense is no limit.
  private mutating func limit(first: Int64, last: Int64) {
    let isLimited = (
      first: first > self.kept(Self.edges.first), last: last < self.kept(Self.edges.last)
    )
    guard first < Self.sample, last > Self.sample else { return }
    range = (isLimited.first ? first : .min)...(isLimited.last ? last : .max)
  }

  /// What a file system makes of a time; nil if it does not let itself be asked.
  private static func keep(_ time: Int64, _ name: String, in folder: Int32) -> Int64? {
    let file = ferry_openat(folder, name, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard file >= 0 else { return nil }
    var facts = FileFacts()
    // Looked at by name and after closing: an open file may still have what the cache knows.
    let isSet = ferry_set_modified(file, time) == 0
    close(file)
    guard isSet, ferry_stat_at(folder, name, &facts) == 0 else { return nil }
    return facts.modified_ns
  }

  /// What can be said of a file system without writing to it: exact if its kind is known to be, nil
  /// if that has to be seen from the times that it holds.
  static func presumed(of folder: Int32) -> TimeStep? {
    exactKinds.contains(ferry_file_system(folder)) ? .exact : nil
  }

  /// ext4, XFS, Btrfs, tmpfs, ZFS and F2FS; statfs(2), linux/magic.h.
  private static let exactKinds: Set<Int64> = [
    0xEF53, 0x5846_5342, 0x9123_683E, 0x0102_1994, 0x2FC1_2FC1, 0xF2F5_2010,
  ]

  /// The same, or so many nanoseconds if that is coarser.
  func atLeast(_ nanoseconds: Int64) -> TimeStep {
    guard nanoseconds > self.nanoseconds else { return self }
    var coarser = TimeStep(nanoseconds: nanoseconds)
    coarser.range = range
    return coarser
  }

  /// A time as the file system would keep it.
  func kept(_ time: Int64) -> Int64 {
    let step = nanoseconds == 1 ? time : Self.floor(time, nanoseconds)
    return min(max(step, range.lowerBound), range.upperBound)
  }

  private static func floor(_ time: Int64, _ step: Int64) -> Int64 {
    let rest = time % step
    return time &- (rest < 0 ? rest + step : rest)
  }
}
