import Calendar
import CLinux
import Glibc
import Migration
import Store

/// Copies objects of a bucket into a folder, each complete or not at all.
final class Downloader: BucketMover {
  private let run: RunContext
  private let client: BucketClient
  private let folders: FolderPair
  private let keeper: FactsKeeper
  private let flow: Flow
  private var temporary: TemporaryName
  private var batch: Int64 = 0
  private var name: [CChar] = []

  init(_ run: RunContext, _ client: BucketClient) {
    self.run = run
    self.client = client
    keeper = FactsKeeper(rule: run.order.rule)
    // Most keys have no folder's object before them that would set its mode right.
    folders = FolderPair(
      source: nil, destination: run.roots.destination,
      madeMode: keeper.mode(0o755, of: .folder))
    flow = Flow(run)
    temporary = TemporaryName(token: run.ledger.token)
  }

  func move(_ task: Flight.Task) throws(ObjectError) {
    let key = task.key
    let start = (key.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1
    guard FolderPair.isPlain(key[start...]) else {
      throw ObjectError("create", .destination, EINVAL)
    }
    if !folders.isIn(key[..<start]) { try folders.enter(key[..<start]) }
    name.removeAll(keepingCapacity: true)
    for byte in key[start...] { name.append(CChar(bitPattern: byte)) }
    name.append(0)
    if let since = task.flight.claim.retestSince, isThere(task.facts, since) { return }
    if batch != task.flight.claim.batch {
      batch = task.flight.claim.batch
      temporary.begin(batch: batch)
    }
    try place(task)
  }

  /// Whether an earlier claim has copied an object already: it has its size and was put there since.
  private func isThere(_ facts: ObjectFacts, _ since: Instant) -> Bool {
    var found = FileFacts()
    return ferry_stat_at(folders.destination, name, &found) == 0 && found.kind == .file
      && found.size == facts.size
      && found.changed_us >= since.advanced(byMicroseconds: -50_000).microseconds
  }

  private func place(_ task: Flight.Task) throws(ObjectError) {
    let (folder, name) = (folders.destination, name)
    try temporary.with(index: task.index) { (temporary) throws(ObjectError) in
      do throws(ObjectError) {
        // Left behind by this run's earlier life: no one else has this name.
        _ = ferry_unlink_at(folder, temporary)
        try self.fill(temporary, in: folder, task)
        try ObjectError.check(ferry_rename_at(folder, temporary, name), "rename", .destination)
      } catch {
        _ = ferry_unlink_at(folder, temporary)
        throw error
      }
    }
  }

  /// Writes a new file under its temporary name.
  private func fill(
    _ temporary: UnsafePointer<CChar>, in folder: Int32, _ task: Flight.Task
  ) throws(ObjectError) {
    let mode = keeper.mode(task.facts.mode, of: .file)
    let comparison = DownloadComparison(keeper.rule)
    let flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW
    let file = try Descriptor(
      at: folder, temporary, flags, mode: mode & 0o777, "create", .destination)
    try flow.begin(task.facts.size)
    defer { flow.end() }
    let number = file.number
    var written: Int64 = 0
    let object = try client.get(task.key) { (bytes) throws(ObjectError) in
      var rest = bytes
      while let part = try self.flow.part(of: rest.count) {
        let now = UnsafeRawBufferPointer(rebasing: rest[..<part])
        comparison?.add(now)
        try Self.write(now, to: number)
        rest = UnsafeRawBufferPointer(rebasing: rest[part...])
        written += Int64(part)
      }
    }
    // Another object than the one that was listed: a new one is as good, half of one is not.
    guard written == object.facts.size else { throw .unverified }
    try comparison?.finish(object, task.key, client, number)
    try finish(file, object, mode)
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

  private func finish(
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
