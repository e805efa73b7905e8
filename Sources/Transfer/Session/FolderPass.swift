import CLinux
import Glibc
import Migration
import Store

/// Makes the folders that are left and sets modes and times right, children before parents.
final class FolderPass {
  private static let page = 500

  private let run: RunContext
  private let folders: FolderPair
  private let looksAtSource: Bool
  private let keeper: FactsKeeper
  private var name: [CChar] = []

  init(_ run: RunContext) {
    self.run = run
    let rule = run.order.rule
    // Mode and time stand in the folder's row; what else is kept is looked up again.
    keeper = FactsKeeper(rule: rule)
    looksAtSource = rule.keepsOwner || rule.keepsAttributes
    folders = FolderPair(
      source: looksAtSource ? run.roots.source : nil, destination: run.roots.destination)
  }

  /// Works through the ledger's folders, until they are done or the phase ends.
  func work() throws(LedgerError) {
    var last: ObjectKey?
    while true {
      let page = try run.ledger.openFolders(before: last, limit: Self.page)
      if page.isEmpty { return }
      var outcomes: [FolderOutcome] = []
      for folder in page {
        if run.stop.isSet {
          run.end(.halted)
          break
        }
        do throws(ObjectError) {
          try setRight(folder)
          outcomes.append(FolderOutcome(key: folder.key))
        } catch {
          if run.endsRun(error) { break }
          let facts = ObjectFacts(
            kind: .folder, size: 0, modified: folder.modified, mode: folder.mode)
          outcomes.append(
            FolderOutcome(
              key: folder.key, failure: error.failure(key: folder.key.bytes, facts)))
        }
      }
      do throws(ObjectError) {
        try folders.syncOthers()
      } catch {
        return run.end(unsynced: error)
      }
      try run.ledger.settle(outcomes)
      run.tell(page, outcomes)
      let failed = outcomes.count { $0.failure != nil }
      run.progress.fly(objects: Int64(outcomes.count - failed), failures: Int64(failed))
      if run.stop.isSet { return }
      last = page.last?.key
    }
  }

  private func setRight(_ folder: LedgerPlan.Folder) throws(ObjectError) {
    let key = folder.key.bytes.dropLast()
    let start = (key.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1
    guard FolderPair.isPlain(key[start...]) else {
      throw ObjectError("make", .destination, EINVAL)
    }
    if !folders.isIn(key[..<start]) { try folders.enter(key[..<start]) }
    name.removeAll(keepingCapacity: true)
    for byte in key[start...] { name.append(CChar(bitPattern: byte)) }
    name.append(0)
    let opened = try open(mode: folder.mode)
    let current = try FileFacts.of(opened.number, .destination)
    // What `never` leaves as it is keeps all of its own facts.
    guard looksAtSource, folder.isCounted || run.order.overwrite != .never else {
      return try set(folder, of: opened.number, current)
    }
    let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW
    let source = try Descriptor(at: folders.source, name, flags, "open", .source)
    var facts = try FileFacts.of(source.number, .source)
    facts.modified_ns = folder.modified
    try keeper.keep(opened.number, of: source.number, facts, current: current)
  }

  private func set(
    _ folder: LedgerPlan.Folder, of number: Int32, _ current: FileFacts
  ) throws(ObjectError) {
    if current.mode & 0o7777 != folder.mode {
      try ObjectError.check(ferry_set_mode(number, folder.mode), "set mode of", .destination)
    }
    guard keeper.rule.keepsModified else { return }
    try ObjectError.check(
      ferry_set_modified(number, folder.modified), "set time of", .destination)
  }

  /// Opens the folder of the present name; makes it if it is absent.
  private func open(mode: UInt32) throws(ObjectError) -> Descriptor {
    let folder = folders.destination
    let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
    var opened = ferry_openat(folder, name, flags, 0)
    if opened == -ENOENT {
      try ObjectError.check(ferry_mkdir_at(folder, name, mode | 0o700), "make", .destination)
      opened = ferry_openat(folder, name, flags, 0)
    } else if opened == -EACCES {
      // Its own owner may not read it: opened by a mode that is set right at once.
      let path = try Descriptor(
        at: folder, name, ferry_open_path_flags() | O_NOFOLLOW, "open", .destination)
      try ObjectError.check(
        ferry_set_mode_of_path(path.number, mode | 0o700), "set mode of", .destination)
      opened = ferry_openat(folder, name, flags, 0)
    }
    try ObjectError.check(opened, "open", .destination)
    return Descriptor(opened)
  }
}
