import Calendar
import HTTP
import Migration
import S3
import Store

/// Copies what URLs lead to into a bucket, as it comes: a part at a time is in memory.
final class WebUploader: BucketMover {
  /// Of an object whose length is not told, in bytes: with 10,000 parts it may have 78 GiB.
  private static let unknownPart = Relay.part
  /// What a smaller object is held as in memory at least.
  private static let least: Int64 = 64 << 10

  private let run: RunContext
  private let source: WebSource
  private let destination: BucketClient
  private let budget: ByteBudget
  private let flow: Flow
  private let parts: PartUploads
  private var buffer: [UInt8] = []
  /// The key of an object that is longer than was told when it was listed.
  private var grown: [UInt8]?

  /// An object on its way.
  private struct Passage {
    var upload: Upload?
    /// The number of the next part.
    var number = 1
    var partBytes: Int64
  }

  init(
    _ run: RunContext, _ source: WebSource, _ destination: BucketClient, _ budget: ByteBudget
  ) {
    self.run = run
    self.source = source
    self.destination = destination
    self.budget = budget
    flow = Flow(run)
    parts = PartUploads(run, destination, partBytes: Relay.part)
  }

  func move(_ task: Flight.Task) throws(ObjectError) -> PartJob? {
    try forgetEarlier(task)
    try flow.begin(.max)
    defer { flow.end() }
    let listed = task.facts.size
    let isSmall = (1...Relay.part).contains(listed) && grown != task.key
    let partBytes =
      listed > 0 && grown != task.key
      ? max(parts.bytes(of: listed), Relay.part) : Self.unknownPart
    let held = isSmall ? max(listed, Self.least) : partBytes
    guard budget.take(held) else { throw .stopped }
    defer {
      buffer = []
      budget.give(held)
    }
    var passage = Passage(partBytes: min(held, partBytes))
    do throws(ObjectError) {
      try pass(task, &passage, isSmall: isSmall)
    } catch {
      if let upload = passage.upload { try drop(upload, task.key) }
      throw error
    }
    return nil
  }

  private func pass(
    _ task: Flight.Task, _ passage: inout Passage, isSmall: Bool
  ) throws(ObjectError) {
    var label = ObjectLabel(type: "")
    _ = try source.stream(task.key) { (object) throws(ObjectError) in
      label = self.label(task.key, object)
    } sink: { (bytes) throws(ObjectError) in
      var rest = bytes
      while let count = try self.flow.part(of: rest.count) {
        try self.take(rest[..<count], task, &passage, label, isSmall: isSmall)
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      }
    }
    guard passage.upload != nil else {
      return try destination.put(task.key, .bytes(buffer), label, digests())
    }
    if !buffer.isEmpty { try send(task.key, &passage) }
    guard let upload = passage.upload else { return }
    try destination.complete(upload, task.key, nil)
    try run.recorded { () throws(LedgerError) in try run.ledger.end(upload: upload.row) }
    passage.upload = nil
  }

  /// Takes a piece of the body; a part that is full is sent when there is more.
  private func take(
    _ bytes: Slice<UnsafeRawBufferPointer>, _ task: Flight.Task, _ passage: inout Passage,
    _ label: ObjectLabel, isSmall: Bool
  ) throws(ObjectError) {
    var rest = bytes
    while !rest.isEmpty {
      let room = Int(passage.partBytes) - buffer.count
      if room == 0 {
        guard !isSmall else {
          grown = task.key
          throw .changed
        }
        if passage.upload == nil { passage.upload = try begun(task, label, passage.partBytes) }
        try send(task.key, &passage)
        continue
      }
      buffer.append(contentsOf: rest.prefix(room))
      rest = rest.dropFirst(room)
    }
  }

  private func send(_ key: [UInt8], _ passage: inout Passage) throws(ObjectError) {
    guard var upload = passage.upload else { return }
    let number = passage.number
    guard number <= destination.parts.count else {
      let text = "it is longer than the service takes in parts of \(passage.partBytes) bytes"
      throw ObjectError(
        "write", .destination, StoreProblem(code: .refused, text: text, mayPass: false))
    }
    let note = try destination.put(
      part: number, of: upload.name, key, .bytes(buffer), digests())
    upload.parts[number] = note.text
    passage.upload = upload
    passage.number += 1
    buffer.removeAll(keepingCapacity: true)
  }

  // MARK: - Uploads

  /// Begins an upload, which the ledger remembers, so that a run that is cut off has it dropped.
  private func begun(
    _ task: Flight.Task, _ label: ObjectLabel, _ partBytes: Int64
  ) throws(ObjectError) -> Upload {
    let name = try destination.beginUpload(task.key, label)
    return try run.recorded { () throws(LedgerError) in
      try run.ledger.begin(
        upload: name, of: ObjectKey(task.key), source: "a stream", partBytes: partBytes)
    }
  }

  /// Drops what an earlier life of the run has begun: a stream cannot be gone on with.
  private func forgetEarlier(_ task: Flight.Task) throws(ObjectError) {
    let kept = try run.recorded { () throws(LedgerError) in
      try run.ledger.upload(of: ObjectKey(task.key))
    }
    if let kept { return try drop(kept, task.key) }
    guard let since = task.flight.claim.retestSince else { return }
    do throws(ObjectError) {
      try destination.abortAll(of: task.key, since: since)
    } catch  where error.cause != .stopped {
      // Not every key may list uploads, and not every service can: then they stay.
      return
    }
  }

  private func drop(_ upload: Upload, _ key: [UInt8]) throws(ObjectError) {
    do throws(ObjectError) {
      try destination.abort(upload.name, key)
    } catch {
      // It stays in the ledger, and is dropped at the next attempt or at the run's end.
      return
    }
    try run.recorded { () throws(LedgerError) in try run.ledger.end(upload: upload.row) }
  }

  // MARK: - What goes with it

  private func digests() -> BodyDigests {
    buffer.withUnsafeBytes { BodyDigests(of: $0, run.order.rule) }
  }

  private func label(_ key: [UInt8], _ object: WebClient.Object) -> ObjectLabel {
    var label = object.label
    if label.type.isEmpty { label.type = ContentType.ofKey(key) }
    if run.order.rule.keepsModified, object.hasTime { label.modified = object.facts.modified }
    return label
  }
}
