import CLinux
import Glibc
import Migration
import Store

/// Lists a local tree in the byte order of its keys, beside what the destination has.
///
/// It never follows a link inside the tree. Memory and descriptors don't depend on how many names
/// or levels the tree has, and since every call is relative to an open folder, paths may be longer
/// than PATH_MAX. One thread uses it.
final class LocalWalk: ObjectSource {
  /// What a walk is told.
  struct Options {
    /// The last key that was listed before; listing goes on after it.
    var cursor: ObjectKey?
    /// The folder that is listed, with all that it holds: its key, empty for the whole tree.
    var within: [UInt8] = []
    /// What is left out; nil for nothing.
    var sieve: ObjectSieve?
    /// Names of one folder in memory; deep inside the tree it is an eighth.
    var namesInMemory = 128 << 10
    /// Levels whose folders are kept open.
    var openLevels = 32
    /// How long the walk goes on from its first step on, in nanoseconds; nil for no such bound.
    var patience: Int64?
    /// Threads that open folders ahead and look at what they hold.
    var helpers = 0
  }

  /// The current item's key.
  private(set) var key: [UInt8] = []
  /// Whether the current item is a folder whose names could not be read on.
  private(set) var isLate = false
  private(set) var isCutOff = false

  let options: Options
  private let reader = FolderReader()
  /// Where the listing goes on; nil once it is behind that.
  private(set) var cursor: [UInt8]?
  /// The folders on the way to the present one, the root first.
  private(set) var stack: [WalkLevel] = []
  /// Which folders the levels are.
  private var places: Set<WalkLevel.Place> = []
  /// The index of the level in which the current item lies.
  private var parent = 0
  /// Those who open folders ahead; nil before there is one to be opened.
  var ahead: FoldersAhead?
  private var untilLook = 0
  private var end: Int64?

  /// Begins at a tree's root.
  ///
  /// - Parameters:
  ///   - source: The open root; it stays the caller's.
  ///   - destination: The open root on the other side, -1 if there is none; it stays the caller's.
  init(source: Int32, destination: Int32, _ options: Options) throws(ObjectError) {
    self.options = options
    cursor = options.cursor?.bytes
    // Opened anew, because a listing moves the position of an open folder.
    let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC
    let root = ferry_openat(source, ".", flags, 0)
    try ObjectError.check(root, "open", .source)
    let hasOther = destination >= 0
    let other = hasOther ? ferry_openat(destination, ".", flags, 0) : -1
    let level = WalkLevel(
      source: root, destination: other, identity: try FileFacts.of(root, .source),
      destinationIdentity: hasOther ? try FileFacts.of(destination, .destination) : nil,
      keyLength: 0, names: NameTable(limit: 1))
    if hasOther { try ObjectError.check(other, "open", .destination) }
    level.names = try names(of: root, keyLength: 0)
    stack = [level]
    places = [WalkLevel.Place(level.identity)]
  }

  /// Goes to the next item.
  ///
  /// - Returns: Nil at the end.
  func next() -> WalkItem? {
    isLate = false
    while let level = stack.last {
      guard level.next < level.names.count else {
        if let item = leave(level) { return item }
        continue
      }
      let index = level.next
      level.next += 1
      key.removeLast(key.count - level.keyLength)
      key.append(contentsOf: level.names.name(index))
      parent = stack.count - 1
      let type = level.names.type(index)
      if type == UInt8(DT_DIR) {
        if let item = enterFolder(level, index) { return item }
      } else if isAfterCursor(), let item = object(level, index, type) {
        return item
      }
      if isOver() {
        isCutOff = true
        return nil
      }
    }
    return nil
  }

  func beginAgain() { (end, isCutOff) = (nil, false) }

  /// Whether the time is over, and the walk has gone on.
  private func isOver() -> Bool {
    guard let patience = options.patience, cursor == nil else { return false }
    // Not before: the way to a place in a large folder may take as long.
    guard let end else {
      end = ferry_monotonic_ns() + patience
      return false
    }
    untilLook -= 1
    guard untilLook < 0 else { return false }
    untilLook = 256
    return ferry_monotonic_ns() >= end
  }

  /// The folders that the current item will change and that no row was asked for before.
  ///
  /// - Parameter body: Gets each folder's key and facts on both sides.
  func touch(_ body: (ObjectKey, FileFacts, FileFacts?) -> Void) {
    var index = parent
    while index > 0, !stack[index].hasRow {
      let level = stack[index]
      level.hasRow = true
      body(ObjectKey(Array(key[..<level.keyLength])), level.identity, level.destinationIdentity)
      // A folder that has to be made changes the one that it is made in.
      if level.destinationIdentity != nil { return }
      index -= 1
    }
  }

  /// Says that the current item, a folder, has a row of its own.
  func folderHasRow() {
    stack.last?.hasRow = true
  }

  /// A listing expects nothing.
  func isExpected() -> Bool { false }

  // MARK: One name

  private func object(_ level: WalkLevel, _ index: Int, _ type: UInt8) -> WalkItem? {
    let look =
      index < level.looks.count
      ? level.looks[index]
      : level.names.withName(index) { name in
        ObjectLook(
          name, type: type, key: key, source: level.source, destination: level.destination,
          options.sieve)
      }
    switch look.kind {
    case .leftOut: return nil
    case .special: return special()
    case .object: break
    }
    guard look.code == 0 else {
      return failure(.file, ObjectError("stat", .source, -look.code))
    }
    switch look.source.kind {
    case .file?, .symlink?: break
    // A folder took the place of a file since the listing: it is not in this order any more.
    case .folder?: return failure(.file, ObjectError("stat", .source, ELOOP))
    case nil: return special()
    }
    let other = look.destination
    return .object(
      look.source.object(look.source.kind ?? .file),
      destination: look.destinationCode == 0 ? other.object(other.kind ?? .file) : nil)
  }

  private func isInTime(_ facts: FileFacts) -> Bool {
    options.sieve?.passes(modified: facts.modified_ns) ?? true
  }

  private func enterFolder(_ level: WalkLevel, _ index: Int) -> WalkItem? {
    let isNew = isAfterCursor()
    if !isNew, let cursor, !cursor.starts(with: key) { return nil }
    if let sieve = options.sieve, sieve.leavesOutAll(in: key) { return nil }
    // What is only passed through on the way to the folder that is listed need not be readable.
    let isOnTheWay = key.count < options.within.count
    let opening = opening(level, index, isOnTheWay ? ferry_open_path_flags() : O_RDONLY)
    if opening.source >= 0, isAround(opening.facts) {
      opening.closeFolders()
      return loop(opening.facts)
    }
    let names: NameTable
    switch opening.names {
    case .success(let found): names = found
    case .failure(let error):
      opening.closeFolders()
      var facts = FileFacts()
      let isSeen = level.names.withName(index) { ferry_stat_at(level.source, $0, &facts) == 0 }
      return failure(.folder, error, modified: isSeen ? facts.modified_ns : 0)
    }
    let (facts, other) = (opening.facts, opening.other)
    let inner = WalkLevel(
      source: opening.source, destination: opening.destination, identity: facts,
      destinationIdentity: other?.kind == .folder ? other : nil, keyLength: key.count,
      names: names)
    inner.looks = opening.looks
    push(inner)
    guard isNew, !isOnTheWay, options.sieve?.passes(key: key) ?? true, isInTime(facts) else {
      return nil
    }
    return .folder(
      facts.object(.folder), destination: other.map { $0.object($0.kind ?? .file) })
  }

  /// The names of a folder; on the way to the folder that is listed, only the next one.
  func names(of folder: Int32, keyLength: Int) throws(ObjectError) -> NameTable {
    guard keyLength < options.within.count else {
      return try reader.read(
        folder, after: nameBeforeCursor(keyLength), limit: limit(at: stack.count))
    }
    let rest = options.within[keyLength...]
    var table = NameTable(limit: 1)
    rest.prefix { $0 != UInt8(ascii: "/") }.withUnsafeBufferPointer { name in
      table.add(name, type: UInt8(DT_DIR), after: [])
    }
    table.finish()
    return table
  }

  /// A name of a folder that the cursor lies in, before which nothing is left to be listed.
  private func nameBeforeCursor(_ keyLength: Int) -> [UInt8] {
    guard let cursor, cursor.count > keyLength else { return [] }
    // Without the `/`, so that a folder of this name, in which the rest may lie, comes after it.
    return Array(cursor[keyLength...].prefix { $0 != UInt8(ascii: "/") })
  }

  private func isAfterCursor() -> Bool {
    guard let cursor else { return true }
    guard cursor.lexicographicallyPrecedes(key) else { return false }
    self.cursor = nil
    return true
  }

  // MARK: Levels

  func limit(at depth: Int) -> Int {
    depth < 4 ? options.namesInMemory : max(1, options.namesInMemory / 8)
  }

  /// Whether a folder is one of those that the walk is in now.
  private func isAround(_ folder: FileFacts) -> Bool {
    // File systems that have no numbers say 0.
    folder.inode != 0 && places.contains(WalkLevel.Place(folder))
  }

  private func push(_ level: WalkLevel) {
    stack.append(level)
    places.insert(WalkLevel.Place(level.identity))
    // The root stays open; of the others only the last ones do.
    let far = stack.count - 1 - options.openLevels
    if far > 0 { stack[far].closeFolders() }
  }

  /// Reads on in a folder whose names are used up, or leaves it.
  private func leave(_ level: WalkLevel) -> WalkItem? {
    key.removeLast(key.count - level.keyLength)
    if level.names.hasMore, level.names.count > 0 {
      let floor = Array(level.names.name(level.names.count - 1))
      do throws(ObjectError) {
        level.read(
          try reader.read(level.source, after: floor, limit: limit(at: stack.count - 1)))
        return nil
      } catch {
        level.read(NameTable(limit: 1))
        parent = stack.count - 1
        isLate = true
        return failure(.folder, error)
      }
    }
    guard stack.count > 1 else {
      stack.removeLast()
      return nil
    }
    let above = stack[stack.count - 2]
    let isNeeded = above.source < 0 && above.keyLength >= options.within.count
    let code = isNeeded ? above.reopen(from: level, below: stack.first, at: key) : 0
    stack.removeLast()
    places.remove(WalkLevel.Place(level.identity))
    guard code < 0 else { return nil }
    // The rest of that folder cannot be reached any more.
    key.removeLast(key.count - above.keyLength)
    above.read(NameTable(limit: 1))
    parent = stack.count - 1
    isLate = true
    return failure(.folder, ObjectError("open again", .source, -code))
  }
}
