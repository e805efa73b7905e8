import Calendar
import CLinux
import Glibc
import Migration
import Store

/// Copies single objects from folder to folder, each complete or not at all.
///
/// It holds what one worker uses again and again, so that an object costs no allocation.
final class ObjectCopier {
  private let folders: FolderPair
  private let limiter: Limiter
  private let progress: RunProgress
  private let content: ContentCopier
  /// Nil if the sizes and times say all.
  private let look: ContentLook?
  private let keeper: FactsKeeper
  private let links: LinkTargets
  private let destinationDevice: UInt64
  private let timeStep: TimeStep
  private var temporary: TemporaryName

  private var rule: CopyRule { keeper.rule }

  init(_ run: RunContext, folders: FolderPair) {
    self.folders = folders
    limiter = run.limiter
    progress = run.progress
    content = ContentCopier(run)
    look = run.order.overwrite == .alwaysDiffering ? ContentLook(run.limiter, run.stop) : nil
    keeper = FactsKeeper(rule: run.order.rule)
    links = LinkTargets(run)
    timeStep = run.timeStep
    destinationDevice = run.roots.destinationDevice
    temporary = TemporaryName(token: run.ledger.token)
  }

  /// Begins a batch.
  func begin(batch: Int64) {
    temporary.begin(batch: batch)
  }

  /// Copies one object into the present folder.
  ///
  /// - Parameters:
  ///   - name: Its name in the folder, on both sides.
  ///   - index: Its place in the batch.
  ///   - facts: What it was when it was listed.
  /// - Returns: False if it was there already, byte by byte, where the job wants that looked at.
  func copy(
    _ name: UnsafePointer<CChar>, index: Int, _ facts: ObjectFacts
  ) throws(ObjectError) -> Bool {
    switch facts.kind {
    case .file: return try copyFile(name, index, facts.size)
    case .symlink:
      try copyLink(name, index)
      return true
    case .folder: throw ObjectError("copy", .source, EISDIR)
    }
  }

  /// Whether an earlier claim has copied an object already.
  ///
  /// It has if the destination looks like the source does now and was put there since. The clock
  /// of a file system may lag behind by a tick, hence the 50 milliseconds.
  func isThere(_ name: UnsafePointer<CChar>, since: Instant) -> Bool {
    var source = FileFacts()
    var destination = FileFacts()
    guard ferry_stat_at(folders.source, name, &source) == 0,
      ferry_stat_at(folders.destination, name, &destination) == 0
    else { return false }
    return source.kind == destination.kind
      && (source.size == destination.size || source.kind == .symlink && rule.convertsLinks)
      && (!rule.keepsModified
        || timeStep.kept(source.modified_ns) == timeStep.kept(destination.modified_ns))
      && destination.changed_us >= since.advanced(byMicroseconds: -50_000).microseconds
  }

  /// Removes what an earlier life of this run left of an object, even if it is not copied now.
  ///
  /// What is left of a large file stays: its copy goes on from there, or makes it anew.
  func removeLeftover(index: Int, _ facts: ObjectFacts) {
    if facts.kind == .file, facts.size >= PartialCopy.leastSize { return }
    temporary.with(index: index) { name in
      // Mostly there is none.
      _ = ferry_unlink_at(folders.destination, name)
    }
  }

  // MARK: Files

  private func copyFile(
    _ name: UnsafePointer<CChar>, _ index: Int, _ listed: Int64
  ) throws(ObjectError) -> Bool {
    let source = try Descriptor(
      at: folders.source, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK, "open", .source)
    let before = try FileFacts.of(source.number, .source)
    guard before.kind == .file else { throw .changed }
    let isSmall = before.size <= Int64(ContentCopier.bufferBytes)
    guard limiter.take(objects: 1, bytes: isSmall ? before.size : 0) else { throw .stopped }
    let number = source.number
    if let look, try look.isSame(number, before.size, as: name, in: folders.destination) {
      try isUnchanged(number, before, before.size)
      return false
    }
    let partial = PartialCopy(of: before, listed: listed, timeStep)
    defer { content.land() }
    try place(name, index, keepsPart: partial != nil) { (temporary) throws(ObjectError) in
      if let partial, let part = partial.open(temporary, in: self.folders.destination) {
        return try self.goOn(from: number, before, partial, part)
      }
      try self.fill(temporary, from: number, before, isSmall, partial)
    }
    return true
  }

  /// Writes a new file under its temporary name.
  private func fill(
    _ temporary: UnsafePointer<CChar>, from source: Int32, _ before: FileFacts, _ isSmall: Bool,
    _ partial: PartialCopy?
  ) throws(ObjectError) {
    let flags = (rule.verify.readsAgain ? O_RDWR : O_WRONLY) | O_CREAT | O_EXCL | O_NOFOLLOW
    // Nobody reads it before it is whole who may not read it then; a part is opened again.
    let mode = keeper.mode(before.mode, of: .file) & 0o777 | (partial == nil ? 0 : 0o600)
    let file = try Descriptor(
      at: folders.destination, temporary, flags, mode: mode, "create", .destination)
    guard isSmall else { return try fillLarge(file, from: source, before, 0, partial) }
    let written = try content.copySmall(from: source, to: file.number, before.size)
    try isUnchanged(source, before, written)
    try content.compareSmall(file.number, written)
    try finish(file, of: source, before)
  }

  /// Writes the rest of a file of which a part is there.
  private func goOn(
    from source: Int32, _ before: FileFacts, _ partial: PartialCopy, _ part: PartialCopy.Part
  ) throws(ObjectError) {
    try fillLarge(Descriptor(part.number), from: source, before, part.size, partial)
  }

  private func fillLarge(
    _ file: consuming Descriptor, from source: Int32, _ before: FileFacts, _ start: Int64,
    _ partial: PartialCopy?
  ) throws(ObjectError) {
    do throws(ObjectError) {
      let written = try content.copyLarge(from: source, to: file.number, before, start: start)
      try isUnchanged(source, before, written)
    } catch {
      if error.cause == .stopped { partial?.keep(file.number, of: source) }
      // What is not the same may be so because the source is another one by now.
      if error.cause == .unverified { try isUnchanged(source, before, before.size) }
      throw error
    }
    try finish(file, of: source, before)
  }

  /// Makes sure that a source has not changed while it was read.
  private func isUnchanged(
    _ source: Int32, _ before: FileFacts, _ written: Int64
  ) throws(ObjectError) {
    let after = try FileFacts.of(source, .source)
    guard written == before.size, after.size == before.size,
      after.modified_ns == before.modified_ns
    else { throw .changed }
  }

  private func finish(
    _ file: consuming Descriptor, of source: Int32, _ before: FileFacts
  ) throws(ObjectError) {
    let result = try FileFacts.of(file.number, .destination)
    guard result.size == before.size || rule.verify == .none else { throw .unverified }
    if before.mode & FileFacts.setIDModes != 0 { progress.mask() }
    try keeper.keep(file.number, of: source, before, current: result)
    // The sync of a batch covers the root's file system; on another one the file is synced itself.
    if result.device != destinationDevice {
      try ObjectError.check(ferry_sync_file(file.number), "sync", .destination)
    }
    try file.finish()
  }

  // MARK: Links

  private func copyLink(_ name: UnsafePointer<CChar>, _ index: Int) throws(ObjectError) {
    let facts = try FileFacts.at(folders.source, name, .source)
    guard facts.kind == .symlink else { throw .changed }
    guard limiter.take(objects: 1, bytes: facts.size) else { throw .stopped }
    let target = try links.read(name, in: folders.source, into: content.buffer)
    try place(name, index) { (temporary) throws(ObjectError) in
      let folder = self.folders.destination
      try ObjectError.check(
        ferry_symlink_at(target, folder, temporary), "create", .destination)
      try self.keeper.keep(linkAt: temporary, in: folder, facts)
    }
  }

  // MARK: Both

  /// Makes something under the temporary name and puts it in its place.
  ///
  /// - Parameter keepsPart: Whether what is there stays when the run stops in the middle.
  private func place(
    _ name: UnsafePointer<CChar>, _ index: Int, keepsPart: Bool = false,
    _ make: (UnsafePointer<CChar>) throws(ObjectError) -> Void
  ) throws(ObjectError) {
    let folder = folders.destination
    try temporary.with(index: index) { (temporary) throws(ObjectError) in
      do throws(ObjectError) {
        do throws(ObjectError) {
          try make(temporary)
        } catch  where error.code == EEXIST {
          // Left behind by this run's earlier life: no one else has this name.
          _ = ferry_unlink_at(folder, temporary)
          try make(temporary)
        }
        try ObjectError.check(ferry_rename_at(folder, temporary, name), "rename", .destination)
      } catch {
        if keepsPart, error.cause == .stopped { throw error }
        // It may not be there at all; the first error is the one to tell.
        _ = ferry_unlink_at(folder, temporary)
        throw error
      }
    }
  }
}
