import CLinux
import Glibc
import Migration
import Store

// A large object is got in ranges, which are written at their places in one file, in any order. The
// ledger knows which of them are there: the length of a file with holes tells nothing.

extension Downloader {
  /// Bytes of a range.
  private static let partBytes: Int64 = 16 << 20
  /// So many ranges of an object at most: each is a row of the ledger.
  private static let mostParts: Int64 = 65_536

  /// Begins with an object, or goes on with it.
  ///
  /// - Returns: Nil if it has become a small one since it was listed.
  func begin(_ task: Flight.Task) throws(ObjectError) -> PartJob? {
    try flow.begin(task.facts.size)
    defer { flow.end() }
    guard let object = try client.look(task.key) else { throw ObjectError("read", .source, ENOENT) }
    let size = object.facts.size
    guard size >= PartJob.least else { return nil }
    let version = "\(size) \(object.facts.modified) \(object.tag)"
    let kept = try run.recorded { () throws(LedgerError) in
      try run.ledger.upload(of: ObjectKey(task.key))
    }
    if let kept {
      if kept.source == version, let file = reopen(kept, size, task) {
        let identity = identity(of: file.number) ?? ""
        try run.recorded { () throws(LedgerError) in
          try run.ledger.rename(upload: kept.row, to: identity)
        }
        return job(task, object, kept, file)
      }
      try run.recorded { () throws(LedgerError) in try run.ledger.end(upload: kept.row) }
    }
    let file = try create(task)
    let upload = try run.recorded { () throws(LedgerError) in
      var bytes = Self.partBytes
      while (size - 1) / bytes >= Self.mostParts { bytes *= 2 }
      return try run.ledger.begin(
        upload: identity(of: file.number) ?? "", of: ObjectKey(task.key), source: version,
        partBytes: bytes)
    }
    return job(task, object, upload, file)
  }

  private func job(
    _ task: Flight.Task, _ object: BucketObject, _ upload: Upload, _ file: consuming Descriptor
  ) -> PartJob {
    let number = file.number
    present = consume file
    return PartJob(task, size: object.facts.size, upload, .copy(object, into: number))
  }

  /// What tells a file, and the system's life in which it was written, from others.
  ///
  /// What a process has written outlives it; only the system's own death takes it away.
  private func identity(of file: Int32) -> String? {
    var facts = FileFacts()
    guard !run.order.boot.isEmpty, ferry_stat(file, &facts) == 0 else { return nil }
    return "\(run.order.boot) \(facts.device) \(facts.inode)"
  }

  private func create(_ task: Flight.Task) throws(ObjectError) -> Descriptor {
    let folder = folders.destination
    // It is opened again when the run goes on.
    let mode = keeper.mode(task.facts.mode, of: .file) & 0o777 | 0o600
    let flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
    let number = temporary.with(index: task.index) { name in
      // Left behind by this run's earlier life: no one else has this name.
      _ = ferry_unlink_at(folder, name)
      return ferry_openat(folder, name, flags, mode)
    }
    try ObjectError.check(number, "create", .destination)
    return Descriptor(number)
  }

  /// Opens a file of which parts are there; nil if they cannot be trusted.
  ///
  /// They can if the system has not been started anew since they were written, or if all of them were
  /// on the disk when the run stopped.
  private func reopen(_ kept: Upload, _ size: Int64, _ task: Flight.Task) -> Descriptor? {
    let folder = folders.destination
    let partial = partial(of: task.facts, size)
    let (number, isMarked) = temporary.with(index: task.index) { name in
      if let part = partial?.open(name, in: folder) { return (part.number, true) }
      return (ferry_openat(folder, name, O_RDWR | O_NOFOLLOW | O_CLOEXEC, 0), false)
    }
    guard number >= 0 else { return nil }
    let file = Descriptor(number)
    if isMarked { return file }
    var facts = FileFacts()
    guard ferry_stat(number, &facts) == 0, facts.kind == .file, facts.size <= size,
      let identity = identity(of: number), identity == kept.name
    else { return nil }
    return file
  }

  /// Marks and knows files all of whose parts are on the disk.
  private func partial(of listed: ObjectFacts, _ size: Int64) -> PartialCopy? {
    var facts = listed
    facts.size = size
    return PartialCopy(of: facts, run.timeStep)
  }

  func move(_ part: PartJob.Part, of job: PartJob) throws(ObjectError) -> String {
    guard case .copy(let object, let file) = job.way else { throw .changed }
    flow.beginPart()
    defer { flow.end() }
    let sum = client.sum()
    var position = part.range.lowerBound
    let found = try client.get(job.task.key, part.range, ifTag: object.tag) {
      (bytes) throws(ObjectError) in
      guard Int64(bytes.count) <= part.range.upperBound - position else { throw .changed }
      sum?.add(bytes)
      var rest = bytes
      while let count = try self.flow.part(of: rest.count) {
        try Self.write(UnsafeRawBufferPointer(rebasing: rest[..<count]), to: file, at: position)
        position += Int64(count)
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      }
    }
    // Not every store looks at the condition.
    guard position == part.range.upperBound, found.tag == object.tag,
      found.facts.size == object.facts.size, found.facts.modified == object.facts.modified
    else { throw .changed }
    return PartNote(tag: "", sum: sum?.crc64).text
  }

  private static func write(
    _ bytes: UnsafeRawBufferPointer, to file: Int32, at position: Int64
  ) throws(ObjectError) {
    var done = 0
    while done < bytes.count, let start = bytes.baseAddress {
      done += try ObjectError.count(
        ferry_write_at(file, start + done, bytes.count - done, position + Int64(done)), "write",
        .destination)
    }
  }

  func end(_ job: PartJob, after failure: ObjectError?) throws(ObjectError) {
    guard case .copy(let object, _) = job.way, let file = present.take() else { throw .changed }
    do throws(ObjectError) {
      if let failure { throw failure }
      try compare(job, object, file.number)
    } catch {
      if error.cause == .stopped {
        partial(of: job.task.facts, job.size)?.keep(file.number)
      } else if !Self.leavesParts(error) {
        drop(job.task)
      }
      throw error
    }
    do throws(ObjectError) {
      try finish(file, object, keeper.mode(job.task.facts.mode, of: .file))
      let (folder, name) = (folders.destination, name)
      try temporary.with(index: job.task.index) { (temporary) throws(ObjectError) in
        try ObjectError.check(ferry_rename_at(folder, temporary, name), "rename", .destination)
      }
    } catch {
      drop(job.task)
      throw error
    }
    try run.recorded { () throws(LedgerError) in try run.ledger.end(upload: job.begin.row) }
  }

  /// Whether the parts that are there are as good as before.
  private static func leavesParts(_ error: ObjectError) -> Bool {
    if case .store = error.cause { !error.isOfWholeObject } else { false }
  }

  func giveUp(_ task: Flight.Task) {
    if task.facts.size >= PartJob.least, isIn(task) { drop(task) }
  }

  /// Removes what is there of an object.
  private func drop(_ task: Flight.Task) {
    let folder = folders.destination
    temporary.with(index: task.index) { name in _ = ferry_unlink_at(folder, name) }
    do throws(ObjectError) {
      try run.recorded { () throws(LedgerError) in
        guard let kept = try run.ledger.upload(of: ObjectKey(task.key)) else { return }
        try run.ledger.end(upload: kept.row)
      }
    } catch {
      // The phase ends because of it, and another one finds no file.
      return
    }
  }

  private func compare(
    _ job: PartJob, _ object: BucketObject, _ file: Int32
  ) throws(ObjectError) {
    let sum = job.sum
    try client.compare(object.checksum, sum)
    if object.checksum != nil, sum != nil { return }
    try DownloadComparison(keeper.rule, isWhole: false)?
      .finish(object, job.task.key, client, file)
  }
}
