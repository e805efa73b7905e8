import CLinux
import Glibc
import Platform

/// The file systems that were mounted in a run's folders when it began.
///
/// One that is unmounted in the middle lists like an empty folder, and what would be written into it
/// lands beneath.
final class MountsBelow: Sendable {
  /// What was unmounted, and in whose folder.
  struct Loss {
    let side: ObjectError.Side
    let place: String
  }

  private struct Below: Hashable {
    let side: ObjectError.Side
    let place: String
    let device: String
  }

  private let mounts: [Below]
  /// Open as long as somebody asks: the kernel tells by it whether anything was mounted since.
  private let table: Int32

  /// Looks at what is mounted now.
  ///
  /// - Parameters:
  ///   - source: Where the source really is; nil if it is no folder.
  ///   - destination: Where the destination really is, likewise.
  init(source: String?, destination: String?) {
    table = ferry_openat(AT_FDCWD, "/proc/self/mountinfo", O_RDONLY | O_CLOEXEC, 0)
    let all = MountTable.current().mounts
    // What is mounted on demand is unmounted when nobody uses it.
    let onDemand = all.filter { $0.fileSystem == "autofs" }.map(\.place)
    mounts = [(ObjectError.Side.source, source), (.destination, destination)].flatMap {
      side, root in
      guard let root, !root.isEmpty else { return [Below]() }
      return all.filter { mount in
        Self.isBelow(mount.place, root)
          && !onDemand.contains { mount.place == $0 || Self.isBelow(mount.place, $0) }
      }.map { Below(side: side, place: $0.place, device: $0.device) }
    }
  }

  deinit {
    if table >= 0 { close(table) }
  }

  /// What of that is not mounted any more; nil if all is, and quickly if nothing was changed.
  func loss() -> Loss? {
    guard !mounts.isEmpty, isChanged else { return nil }
    let now = Set(MountTable.current().mounts.map { [$0.place, $0.device] })
    // The table could not be read.
    guard !now.isEmpty else { return nil }
    return mounts.first { !now.contains([$0.place, $0.device]) }.map {
      Loss(side: $0.side, place: $0.place)
    }
  }

  /// Source: proc_pid_mounts(5), on poll(2).
  private var isChanged: Bool {
    var wanted = pollfd(fd: table, events: Int16(POLLPRI), revents: 0)
    return table < 0 || poll(&wanted, 1, 0) > 0
  }

  private static func isBelow(_ path: String, _ folder: String) -> Bool {
    path != folder && path.hasPrefix(folder.hasSuffix("/") ? folder : folder + "/")
  }
}
