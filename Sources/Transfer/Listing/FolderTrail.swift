import CLinux
import Glibc
import Migration

/// The way from the roots to a folder, open on both sides, for one who looks and changes nothing.
///
/// Going from one folder to the next opens only what differs. No link is followed. A folder that
/// the destination does not have is no error.
final class FolderTrail {
  private struct Level {
    var source: Int32
    var destination: Int32
    /// Bytes of the path up to here, the `/` included.
    let end: Int
    let identity: FileFacts
    let destinationIdentity: FileFacts?
    var hasRow = false
    /// The errno that the way down the destination ended with here or above; 0 if it did not, or
    /// only for want of a folder.
    let obstacle: Int32

    func closeFolders() {
      if source >= 0 { close(source) }
      if destination >= 0 { close(destination) }
    }
  }

  /// Levels that are kept open besides the last one.
  private static let keptLevels = 16

  private let sourceRoot: Int32
  private let destinationRoot: Int32
  private var levels: [Level] = []
  private var path = FolderPath()
  private var name: [CChar] = []

  /// Begins at the roots, which stay the caller's.
  init(source: Int32, destination: Int32) {
    sourceRoot = source
    destinationRoot = destination
  }

  deinit {
    for level in levels { level.closeFolders() }
  }

  /// The present source folder.
  var source: Int32 {
    levels.last?.source ?? sourceRoot
  }

  /// The present destination folder; -1 if there is none.
  var destination: Int32 {
    levels.last?.destination ?? destinationRoot
  }

  /// Why the destination's folder cannot be reached although something is there; 0 if nothing is in
  /// the way.
  var obstacle: Int32 {
    levels.last?.obstacle ?? 0
  }

  /// Goes to a folder.
  ///
  /// - Parameter folder: Its key with the `/` at the end; empty for the roots.
  func enter(_ folder: ArraySlice<UInt8>) throws(ObjectError) {
    let shared = path.shared(with: folder)
    // Back to the last common level that is still open.
    while let level = levels.last, level.end > shared || level.source < 0 {
      level.closeFolders()
      levels.removeLast()
    }
    path.goBack(to: levels.last?.end ?? 0)
    while let part = path.next(to: folder) {
      try step(part)
      path.goDown(into: part)
    }
  }

  private func step(_ part: ArraySlice<UInt8>) throws(ObjectError) {
    guard FolderPair.isPlain(part) else { throw ObjectError("open folder in", .source, EINVAL) }
    name.removeAll(keepingCapacity: true)
    for byte in part { name.append(CChar(bitPattern: byte)) }
    name.append(0)
    let flags = ferry_open_path_flags() | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
    let opened = Descriptor(ferry_openat(source, name, flags, 0))
    try ObjectError.check(opened.number, "open folder in", .source)
    let identity = try FileFacts.of(opened.number, .source)
    let found = destination < 0 ? -ENOENT : ferry_openat(destination, name, flags, 0)
    let other = max(-1, found)
    let isInTheWay = found < 0 && found != -ENOENT
    var facts = FileFacts()
    let hasOther = other >= 0 && ferry_stat(other, &facts) == 0
    levels.append(
      Level(
        source: opened.release(), destination: other, end: path.bytes.count + part.count + 1,
        identity: identity, destinationIdentity: hasOther ? facts : nil,
        obstacle: obstacle != 0 ? obstacle : isInTheWay ? -found : 0))
    closeMiddle()
  }

  /// The last level is in use and the first ones serve neighbours; one in the middle is opened again
  /// when it is needed.
  private func closeMiddle() {
    let middle = levels.count - 2
    guard middle >= Self.keptLevels else { return }
    levels[middle].closeFolders()
    levels[middle].source = -1
    levels[middle].destination = -1
  }

  /// The folders that an object in the present one will change and that no row was asked for before.
  func touch(_ body: (ObjectKey, FileFacts, FileFacts?) -> Void) {
    var index = levels.count - 1
    while index >= 0, !levels[index].hasRow {
      levels[index].hasRow = true
      let level = levels[index]
      body(ObjectKey(Array(path.bytes[..<level.end])), level.identity, level.destinationIdentity)
      // A folder that has to be made changes the one that it is made in.
      if level.destinationIdentity != nil { return }
      index -= 1
    }
  }
}
