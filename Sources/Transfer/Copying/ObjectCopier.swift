import Calendar
import CLinux
import Glibc
import Migration
import Store

/// Copies single objects from folder to folder, each complete or not at all.
///
/// It holds what one worker uses again and again, so that an object costs no allocation.
final class ObjectCopier {
  /// Below this a file is read and written, above it the kernel copies.
  private static let bufferBytes = 64 << 10

  private let folders: FolderPair
  private let limiter: Limiter
  private let progress: RunProgress
  private let keepModified: Bool
  private let destinationDevice: UInt64
  private let timeStep: TimeStep
  private let buffer = UnsafeMutableRawBufferPointer.allocate(
    byteCount: ObjectCopier.bufferBytes, alignment: 4096)
  private var temporary: TemporaryName
  private var rangeWorks = true

  init(_ run: RunContext, folders: FolderPair) {
    self.folders = folders
    limiter = run.limiter
    progress = run.progress
    keepModified = run.order.keepModified
    timeStep = run.timeStep
    destinationDevice = run.roots.destinationDevice
    temporary = TemporaryName(token: run.ledger.token)
  }

  deinit {
    buffer.deallocate()
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
  ///   - kind: What it was when it was listed.
  func copy(
    _ name: UnsafePointer<CChar>, index: Int, _ kind: ObjectKind
  ) throws(ObjectError) {
    switch kind {
    case .file: try copyFile(name, index)
    case .symlink: try copyLink(name, index)
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
    return source.kind == destination.kind && source.size == destination.size
      && (!keepModified
        || timeStep.kept(source.modified_ns) == timeStep.kept(destination.modified_ns))
      && destination.changed_us >= since.advanced(byMicroseconds: -50_000).microseconds
  }

  /// Removes what an earlier life of this run left of an object, even if it is not copied now.
  func removeLeftover(index: Int) {
    temporary.with(index: index) { name in
      // Mostly there is none.
      _ = ferry_unlink_at(folders.destination, name)
    }
  }

  // MARK: Files

  private func copyFile(_ name: UnsafePointer<CChar>, _ index: Int) throws(ObjectError) {
    let source = try Descriptor(
      at: folders.source, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK, "open", .source)
    let before = try FileFacts.of(source.number, .source)
    guard before.kind == .file else { throw .changed }
    let isSmall = before.size <= Int64(Self.bufferBytes)
    guard limiter.take(objects: 1, bytes: isSmall ? before.size : 0) else { throw .stopped }
    let number = source.number
    try place(name, index) { (temporary) throws(ObjectError) in
      try self.fill(temporary, from: number, before, isSmall)
    }
  }

  /// Writes a new file under its temporary name.
  private func fill(
    _ temporary: UnsafePointer<CChar>, from source: Int32, _ before: FileFacts, _ isSmall: Bool
  ) throws(ObjectError) {
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW
    let file = try Descriptor(
      at: folders.destination, temporary, flags, mode: before.mode & 0o777, "create", .destination)
    let written =
      isSmall
      ? try copySmall(from: source, to: file.number, before.size)
      : try copyLarge(from: source, to: file.number, before.size)
    let after = try FileFacts.of(source, .source)
    guard written == before.size, after.size == before.size,
      after.modified_ns == before.modified_ns
    else { throw .changed }
    let result = try FileFacts.of(file.number, .destination)
    guard result.size == written else { throw .unverified }
    let mode = before.mode & FileFacts.keptModes
    if before.mode & FileFacts.setIDModes != 0 { progress.mask() }
    if result.mode & 0o7777 != mode {
      try ObjectError.check(ferry_set_mode(file.number, mode), "set mode of", .destination)
    }
    if keepModified {
      try ObjectError.check(
        ferry_set_modified(file.number, before.modified_ns), "set time of", .destination)
    }
    // The sync of a batch covers the root's file system; on another one the file is synced itself.
    if result.device != destinationDevice {
      try ObjectError.check(ferry_sync_file(file.number), "sync", .destination)
    }
    try file.finish()
  }

  private func copySmall(
    from source: Int32, to destination: Int32, _ size: Int64
  ) throws(ObjectError) -> Int64 {
    var count = 0
    while count < Int(size) {
      let got = try ObjectError.count(
        ferry_read(source, buffer.baseAddress?.advanced(by: count), Int(size) - count), "read",
        .source)
      if got == 0 { break }
      count += got
    }
    try write(count, to: destination)
    return Int64(count)
  }

  private func write(_ count: Int, to destination: Int32) throws(ObjectError) {
    var written = 0
    while written < count {
      written += try ObjectError.count(
        ferry_write(destination, buffer.baseAddress?.advanced(by: written), count - written),
        "write", .destination)
    }
  }

  private func copyLarge(
    from source: Int32, to destination: Int32, _ size: Int64
  ) throws(ObjectError) -> Int64 {
    var done: Int64 = 0
    var useRange = rangeWorks
    defer { progress.fly(bytes: -done) }
    while done < size {
      let chunk = min(size - done, Int64(limiter.chunk))
      guard limiter.take(bytes: chunk) else { throw .stopped }
      let start = done
      while done - start < chunk {
        let wanted = Int(chunk - (done - start))
        let count =
          useRange
          ? try copyRange(from: source, to: destination, wanted, &useRange)
          : try copyBuffer(from: source, to: destination, wanted)
        if count == 0 && !useRange { return done }
        done += Int64(count)
        progress.fly(bytes: Int64(count))
      }
      // Writing begins early, so that the sync at the batch's end is short. It is a hint only.
      if size >= 2 * Int64(Limiter.largestChunk) {
        _ = ferry_write_behind(destination, start, done - start)
      }
    }
    return done
  }

  /// Lets the kernel copy; 0 with `useRange` now false asks for the other way.
  private func copyRange(
    from source: Int32, to destination: Int32, _ count: Int, _ useRange: inout Bool
  ) throws(ObjectError) -> Int {
    let copied = ferry_copy_range(source, destination, count)
    if copied > 0 { return copied }
    switch Int32(truncatingIfNeeded: -copied) {
    case 0, EINVAL:
      // Some file systems answer so for single files; copy_file_range(2).
      useRange = false
    case EXDEV, ENOSYS, EOPNOTSUPP:
      useRange = false
      rangeWorks = false
    case let code:
      throw ObjectError("copy to", .destination, code)
    }
    return try copyBuffer(from: source, to: destination, count)
  }

  private func copyBuffer(
    from source: Int32, to destination: Int32, _ count: Int
  ) throws(ObjectError) -> Int {
    let got = try ObjectError.count(
      ferry_read(source, buffer.baseAddress, min(count, buffer.count)), "read", .source)
    try write(got, to: destination)
    return got
  }

  // MARK: Links

  private func copyLink(_ name: UnsafePointer<CChar>, _ index: Int) throws(ObjectError) {
    let facts = try FileFacts.at(folders.source, name, .source)
    guard facts.kind == .symlink else { throw .changed }
    guard limiter.take(objects: 1, bytes: facts.size) else { throw .stopped }
    guard let target = buffer.baseAddress?.assumingMemoryBound(to: CChar.self) else { return }
    let count = try ObjectError.count(
      ferry_readlink_at(folders.source, name, target, buffer.count - 1), "read", .source)
    target[count] = 0
    try place(name, index) { (temporary) throws(ObjectError) in
      let folder = self.folders.destination
      try ObjectError.check(
        ferry_symlink_at(target, folder, temporary), "create", .destination)
      guard self.keepModified else { return }
      try ObjectError.check(
        ferry_set_modified_at(folder, temporary, facts.modified_ns), "set time of", .destination)
    }
  }

  // MARK: Both

  /// Makes something under the temporary name and puts it in its place.
  private func place(
    _ name: UnsafePointer<CChar>, _ index: Int,
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
        // It may not be there at all; the first error is the one to tell.
        _ = ferry_unlink_at(folder, temporary)
        throw error
      }
    }
  }
}
