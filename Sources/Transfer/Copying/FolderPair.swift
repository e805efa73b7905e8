import CLinux
import Glibc

/// The open folders, on both sides, in which one worker is at work.
///
/// Going from folder to folder opens only what differs from the way before. Each step is relative
/// to an open folder and follows no link, so nothing outside the two roots can be reached. Missing
/// destination folders are made on the way.
final class FolderPair {
  private struct Level {
    var source: Int32
    var destination: Int32
    /// Bytes of the path up to here, the `/` included.
    var end: Int
  }

  /// Levels that are kept open besides the last one.
  private static let keptLevels = 16

  private let sourceRoot: Int32?
  private let destinationRoot: Int32
  private let makesMissing: Bool
  /// The mode of folders that no source has; nil if they have one, or rows that set it.
  private let newMode: UInt32?
  private let mayBeRefused = geteuid() != 0
  private var levels: [Level] = []
  private var path = FolderPath()
  private var name: [CChar] = []
  private let device: UInt64
  /// Open folders of other file systems below the destination, by their devices.
  private var others: [UInt64: Int32] = [:]

  /// Begins at the roots, which stay the caller's.
  ///
  /// - Parameters:
  ///   - source: Nil to go through the destination only.
  ///   - destination: An open folder.
  ///   - makesMissing: Whether destination folders that are missing are made.
  ///   - newMode: The mode of those that are made, if nothing else sets it.
  init(
    source: Int32?, destination: Int32, makesMissing: Bool = true, newMode: UInt32? = nil
  ) {
    self.newMode = newMode
    sourceRoot = source
    destinationRoot = destination
    self.makesMissing = makesMissing
    var facts = FileFacts()
    // The roots were looked at when they were opened; without an answer all else is another one.
    device = ferry_stat(destination, &facts) == 0 ? facts.device : 0
  }

  deinit {
    closeAll()
    for folder in others.values { close(folder) }
  }

  /// Closes all folders but the roots; the next step opens them anew.
  func closeAll() {
    while let level = levels.popLast() { Self.closeFolders(level) }
    path.goBack(to: 0)
  }

  /// Syncs the other file systems that are mounted below the destination and were gone into: the
  /// sync of the destination does not reach them.
  func syncOthers() throws(ObjectError) {
    for folder in others.values {
      try ObjectError.check(ferry_sync_file_system(folder), "sync", .destination)
    }
  }

  /// The present source folder.
  var source: Int32 {
    levels.last?.source ?? sourceRoot ?? -1
  }

  /// The present destination folder.
  var destination: Int32 {
    levels.last?.destination ?? destinationRoot
  }

  /// Whether this is the present folder.
  func isIn(_ folder: ArraySlice<UInt8>) -> Bool {
    path.isAt(folder)
  }

  /// Goes to a folder.
  ///
  /// - Parameter folder: Its key with the `/` at the end; empty for the roots.
  func enter(_ folder: ArraySlice<UInt8>) throws(ObjectError) {
    let shared = path.shared(with: folder)
    // Back to the last common level that is still open.
    while let level = levels.last, level.end > shared || level.destination < 0 {
      Self.closeFolders(level)
      levels.removeLast()
    }
    path.goBack(to: levels.last?.end ?? 0)
    while let part = path.next(to: folder) {
      try step(part)
      path.goDown(into: part)
    }
  }

  private func step(_ part: ArraySlice<UInt8>) throws(ObjectError) {
    guard Self.isPlain(part) else { throw ObjectError("open folder in", .source, EINVAL) }
    name.removeAll(keepingCapacity: true)
    for byte in part { name.append(CChar(bitPattern: byte)) }
    name.append(0)
    let flags = ferry_open_path_flags() | O_NOFOLLOW
    var opened = Level(source: -1, destination: -1, end: path.bytes.count + part.count + 1)
    do throws(ObjectError) {
      var mode: UInt32 = 0o700
      if sourceRoot != nil {
        opened.source = ferry_openat(source, name, flags, 0)
        try ObjectError.check(opened.source, "open folder in", .source)
        mode |= try FileFacts.of(opened.source, .source).mode & FileFacts.keptModes
      }
      opened.destination = try openDestination(flags, mode)
    } catch {
      Self.closeFolders(opened)
      throw error
    }
    levels.append(opened)
    let middle = levels.count - 2
    if middle >= Self.keptLevels {
      // The last one is in use and the first ones serve neighbours; the middle is opened again
      // when it is needed.
      Self.closeFolders(levels[middle])
      levels[middle].source = -1
      levels[middle].destination = -1
    }
  }

  /// Opens the destination folder of the present name; makes it if it is absent.
  private func openDestination(_ flags: Int32, _ mode: UInt32) throws(ObjectError) -> Int32 {
    var folder = ferry_openat(destination, name, flags, 0)
    if folder == -ENOENT, makesMissing {
      let made = ferry_mkdir_at(destination, name, mode)
      // Another worker may have been faster.
      if made < 0, made != -EEXIST { throw ObjectError("make folder in", .destination, -made) }
      folder = ferry_openat(destination, name, flags, 0)
      // mkdir(2) takes off what the umask says.
      if made == 0, let newMode, folder >= 0 { _ = ferry_set_mode_of_path(folder, newMode) }
    }
    try ObjectError.check(folder, "open folder in", .destination)
    do throws(ObjectError) {
      let facts = try FileFacts.of(folder, .destination)
      // The owner may write into it while the run works; its row sets the mode right at the end.
      // If that is refused, the copy is what tells so.
      if makesMissing, mayBeRefused, facts.mode & 0o300 != 0o300 {
        _ = ferry_set_mode_of_path(folder, facts.mode & 0o7777 | 0o700)
      }
      try remember(folder, facts.device)
    } catch {
      close(folder)
      throw error
    }
    return folder
  }

  /// Keeps a folder of another file system open for `syncOthers`.
  private func remember(_ folder: Int32, _ device: UInt64) throws(ObjectError) {
    guard device != self.device, others[device] == nil else { return }
    // Opened anew: what is open for its path only cannot be synced; open(2), O_PATH.
    let opened = ferry_openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0)
    try ObjectError.check(opened, "open folder in", .destination)
    others[device] = opened
  }

  private static func closeFolders(_ level: Level) {
    if level.source >= 0 { close(level.source) }
    if level.destination >= 0 { close(level.destination) }
  }

  /// Whether a part of a key is a name: a damaged plan must not lead out of the roots.
  static func isPlain(_ part: ArraySlice<UInt8>) -> Bool {
    let dot = UInt8(ascii: ".")
    switch part.count {
    case 0: return false
    case 1: return part.first != dot
    case 2: return part.first != dot || part.last != dot
    default: return true
    }
  }
}
