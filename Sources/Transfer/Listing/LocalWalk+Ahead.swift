import CLinux
import Glibc
import Migration
import Store

/// The folders that others open for the walk before it comes to them.
extension LocalWalk {
  /// Names after the present one among which folders are asked for ahead.
  private static let farthestAhead = 4_096
  /// Names of a folder that is opened ahead; one that has more is read on when the walk is there.
  private static let namesAhead = 8 << 10

  /// Opens a folder, or takes it from those who have opened it ahead; and asks for the next ones.
  func opening(_ level: WalkLevel, _ index: Int, _ way: Int32) -> FolderOpening {
    askAhead(in: level)
    if let opening = level.requests.removeValue(forKey: index)?.take() { return opening }
    return level.names.withName(index) { name in
      FolderOpening(name, source: level.source, destination: level.destination, way: way) {
        (folder) throws(ObjectError) in
        try names(of: folder, keyLength: key.count)
      }
    }
  }

  /// Asks for the folders that come next in a level, if there are any besides the present one.
  private func askAhead(in level: WalkLevel) {
    guard options.helpers > 0, cursor == nil, key.count > options.within.count else { return }
    // What is far behind these is not worth to be known yet.
    let end = min(level.names.count, level.next + Self.farthestAhead)
    level.asked = max(level.asked, level.next)
    while level.asked < end, level.requests.count < FoldersAhead.perLevel {
      let index = level.asked
      guard level.names.type(index) != UInt8(DT_DIR) || ask(for: index, in: level) else { return }
      level.asked += 1
    }
  }

  /// - Returns: False if enough is asked for.
  private func ask(for index: Int, in level: WalkLevel) -> Bool {
    let folder = Array(key[..<level.keyLength]) + level.names.name(index)
    if let sieve = options.sieve, sieve.leavesOutAll(in: folder) { return true }
    if ahead == nil { ahead = FoldersAhead(threads: options.helpers, options.sieve) }
    let name = level.names.name(index).dropLast().map { CChar(bitPattern: $0) } + [0]
    level.requests[index] = ahead?.ask(
      name, key: folder, source: level.source, destination: level.destination,
      limit: min(limit(at: stack.count), Self.namesAhead))
    return level.requests[index] != nil
  }
}
