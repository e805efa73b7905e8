import Foundation

/// A folder whose files nobody can open until it is let go: what a dead file system is like.
///
/// Source: fanotify(7), `FAN_OPEN_PERM`; this process is asked and does not answer. It needs root.
struct HeldFolder: ~Copyable {
  private typealias Begin = @convention(c) (UInt32, UInt32) -> Int32
  private typealias Mark =
    @convention(c) (Int32, UInt32, UInt64, Int32, UnsafePointer<CChar>) -> Int32

  private let group: Int32

  init(_ path: String) throws {
    group = Self.begin()
    guard group >= 0 else { throw Problem("fanotify_init: \(String(cString: strerror(errno)))") }
    let (add, openPermission, onChildren) = (UInt32(1), UInt64(0x1_0000), UInt64(0x0800_0000))
    // The system's own C module leaves this header out.
    let mark = dlsym(nil, "fanotify_mark").map { unsafeBitCast($0, to: Mark.self) }
    guard mark?(group, add, openPermission | onChildren, AT_FDCWD, path) == 0 else {
      close(group)
      throw Problem("fanotify_mark: \(String(cString: strerror(errno)))")
    }
  }

  /// Whoever waits may go on.
  deinit {
    close(group)
  }

  /// Whether this system and this user can hold folders.
  static let isPossible: Bool = {
    let group = begin()
    guard group >= 0 else { return false }
    close(group)
    return true
  }()

  private static func begin() -> Int32 {
    let (content, closedByExec) = (UInt32(4), UInt32(1))
    guard let symbol = dlsym(nil, "fanotify_init") else { return -1 }
    return unsafeBitCast(symbol, to: Begin.self)(content | closedByExec, UInt32(O_RDONLY))
  }
}
