import Calendar
import CLinux
import Glibc
import Migration
import Store

/// Copies objects of a bucket into a folder, each complete or not at all.
final class Downloader: BucketMover {
  let run: RunContext
  let client: any DownloadSource
  let folders: FolderPair
  let keeper: FactsKeeper
  let flow: Flow
  private let patience: Patience
  var temporary: TemporaryName
  private var batch: Int64 = 0
  private(set) var name: [CChar] = []
  /// The file whose parts are being got.
  var present: Descriptor?

  init(_ run: RunContext, _ client: any DownloadSource) {
    self.run = run
    self.client = client
    folders = FolderPair(
      source: nil, destination: run.roots.destination,
      newMode: run.order.rule.folderMode ?? 0o755)
    keeper = FactsKeeper(rule: run.order.rule)
    flow = Flow(run)
    patience = Patience(run)
    temporary = TemporaryName(token: run.ledger.token)
  }

  func move(_ task: Flight.Task) throws(ObjectError) -> PartJob? {
    present = nil
    try enter(task)
    if let since = task.flight.claim.retestSince, isThere(task.facts, since) { return nil }
    if client.givesParts, task.facts.size >= PartJob.least, let job = try begin(task) { return job }
    try place(task)
    return nil
  }

  /// Goes to the folder that an object belongs into, and takes up its name.
  private func enter(_ task: Flight.Task) throws(ObjectError) {
    let key = task.key
    let start = (key.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1
    guard FolderPair.isPlain(key[start...]) else {
      throw ObjectError("create", .destination, EINVAL)
    }
    if !folders.isIn(key[..<start]) { try folders.enter(key[..<start]) }
    name.removeAll(keepingCapacity: true)
    for byte in key[start...] { name.append(CChar(bitPattern: byte)) }
    name.append(0)
    if batch != task.flight.claim.batch {
      batch = task.flight.claim.batch
      temporary.begin(batch: batch)
    }
  }

  /// Whether an object is the one whose folder it is in.
  func isIn(_ task: Flight.Task) -> Bool { batch == task.flight.claim.batch }

  /// Whether an earlier claim has copied an object already: it has its size and was put there since.
  private func isThere(_ facts: ObjectFacts, _ since: Instant) -> Bool {
    var found = FileFacts()
    return ferry_stat_at(folders.destination, name, &found) == 0 && found.kind == .file
      && found.size == facts.size
      && found.changed_us >= since.advanced(byMicroseconds: -50_000).microseconds
  }

  private func place(_ task: Flight.Task) throws(ObjectError) {
    let (folder, name) = (folders.destination, name)
    let partial = PartialCopy(of: task.facts, run.timeStep)
    try temporary.with(index: task.index) { (temporary) throws(ObjectError) in
      do throws(ObjectError) {
        let (file, start) = try self.open(temporary, in: folder, partial, task.facts.mode)
        try self.fill(file, from: start, partial, task)
        try ObjectError.check(ferry_rename_at(folder, temporary, name), "rename", .destination)
      } catch {
        if partial != nil, error.cause == .stopped { throw error }
        _ = ferry_unlink_at(folder, temporary)
        throw error
      }
    }
  }

  /// Opens the file under its temporary name: a part of it that can be trusted, or a new one.
  ///
  /// - Returns: The file, and how much of it is there.
  private func open(
    _ temporary: UnsafePointer<CChar>, in folder: Int32, _ partial: PartialCopy?, _ mode: UInt32
  ) throws(ObjectError) -> (file: Int32, start: Int64) {
    if let part = partial?.open(temporary, in: folder) {
      if ferry_seek(part.number, part.size) == 0 { return (part.number, part.size) }
      close(part.number)
    }
    // Left behind by this run's earlier life: no one else has this name.
    _ = ferry_unlink_at(folder, temporary)
    // A part is opened again.
    let mode = keeper.mode(mode, of: .file) & 0o777 | (partial == nil ? 0 : 0o600)
    let flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
    let number = ferry_openat(folder, temporary, flags, mode)
    try ObjectError.check(number, "create", .destination)
    return (number, 0)
  }

  /// Writes what of the file is not there yet.
  private func fill(
    _ number: Int32, from start: Int64, _ partial: PartialCopy?, _ task: Flight.Task
  ) throws(ObjectError) {
    let file = Descriptor(number)
    let comparison = DownloadComparison(keeper.rule, isWhole: start == 0)
    let sum = start == 0 ? client.sum() : nil
    try flow.begin(client.tellsSizes ? task.facts.size : .max, of: start)
    defer { flow.end() }
    let object: BucketObject
    do throws(ObjectError) {
      object = try get(task, from: start, into: number, comparison, sum)
    } catch {
      if error.cause == .stopped { partial?.keep(number) }
      throw error
    }
    try client.compare(object.checksum, sum?.crc64)
    let isProven = object.checksum != nil && sum != nil
    if !isProven { try comparison?.finish(object, task.key, client, number) }
    try finish(file, object, keeper.mode(task.facts.mode, of: .file))
  }

  private func get(
    _ task: Flight.Task, from start: Int64, into file: Int32, _ comparison: DownloadComparison?,
    _ sum: BodySum?
  ) throws(ObjectError) -> BucketObject {
    var written = start
    while true {
      let before = written
      do throws(ObjectError) {
        let object = try rest(of: task, from: written) { (bytes) throws(ObjectError) in
          comparison?.add(bytes)
          sum?.add(bytes)
          try Self.write(bytes, to: file)
          written += Int64(bytes.count)
        }
        // Another object than the one that was listed: a new one is as good, half of one is not.
        guard written == object.facts.size else { throw .unverified }
        return object
      } catch {
        // A connection that broke in the middle of a large object costs what it had not brought.
        guard task.facts.size >= PartialCopy.leastSize, case .store = error.cause, error.mayPass,
          written > before, patience.wait(after: 1, error)
        else { throw error }
      }
    }
  }

  /// Gets an object from an offset on, as the throttle lets it pass.
  private func rest(
    of task: Flight.Task, from start: Int64,
    _ take: (UnsafeRawBufferPointer) throws(ObjectError) -> Void
  ) throws(ObjectError) -> BucketObject {
    let range = start > 0 && start < task.facts.size ? start..<task.facts.size : nil
    // What is there already of an object is of no use with the rest of another one.
    if start > 0 {
      let now = try client.look(task.key)
      guard range != nil, isAsListed(now, task.facts) else { throw .changed }
    }
    let object = try client.get(task.key, range, ifTag: nil) { (bytes) throws(ObjectError) in
      var rest = bytes
      while let part = try self.flow.part(of: rest.count) {
        try take(UnsafeRawBufferPointer(rebasing: rest[..<part]))
        rest = UnsafeRawBufferPointer(rebasing: rest[part...])
      }
    }
    if start > 0, !isAsListed(object, task.facts) { throw .changed }
    return object
  }

  /// Whether an object is the one of the list; a header has whole seconds.
  private func isAsListed(_ object: BucketObject?, _ listed: ObjectFacts) -> Bool {
    guard let facts = object?.facts, facts.size == listed.size else { return false }
    return facts.modified.subtractingClamped(listed.modified).magnitude < 1_000_000_000
  }

  private static func write(
    _ bytes: UnsafeRawBufferPointer, to file: Int32
  ) throws(ObjectError) {
    var done = 0
    while done < bytes.count, let start = bytes.baseAddress {
      done += try ObjectError.count(
        ferry_write(file, start + done, bytes.count - done), "write", .destination)
    }
  }

  /// Gives a file that is complete what else belongs to it.
  func finish(
    _ file: consuming Descriptor, _ object: BucketObject, _ mode: UInt32
  ) throws(ObjectError) {
    let result = try FileFacts.of(file.number, .destination)
    guard result.size == object.facts.size else { throw .unverified }
    if result.mode & 0o7777 != mode {
      try ObjectError.check(ferry_set_mode(file.number, mode), "set mode of", .destination)
    }
    if keeper.rule.keepsModified {
      let time = object.original ?? object.facts.modified
      try ObjectError.check(
        ferry_set_modified(file.number, time), "set time of", .destination)
    }
    // The sync of a batch covers the root's file system only.
    if result.device != run.roots.destinationDevice {
      try ObjectError.check(ferry_sync_file(file.number), "sync", .destination)
    }
    try file.finish()
  }
}
