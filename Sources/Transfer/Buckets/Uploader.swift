import CLinux
import Glibc
import HTTP
import Migration
import S3
import Signing
import Store

/// Copies files of a folder into a bucket.
final class Uploader: BucketMover {
  /// A file of fewer bytes is read before it is sent, so that it is read once.
  private static let small = 64 << 10

  private let run: RunContext
  private let client: BucketClient
  private let folders: FolderTrail
  private let flow: Flow
  private let parts: PartUploads
  private let buffer = UnsafeMutableRawBufferPointer.allocate(
    byteCount: Uploader.small, alignment: 4096)
  private var name: [CChar] = []
  /// The file whose parts are being sent.
  private var present: Descriptor?

  init(_ run: RunContext, _ client: BucketClient) {
    self.run = run
    self.client = client
    folders = FolderTrail(source: run.roots.source, destination: -1)
    flow = Flow(run)
    parts = PartUploads(run, client)
  }

  deinit {
    buffer.deallocate()
  }

  func move(_ task: Flight.Task) throws(ObjectError) -> PartJob? {
    if task.facts.kind == .folder {
      try makeFolder(task)
      return nil
    }
    let file = try open(task.key)
    let before = try FileFacts.of(file.number, .source)
    guard before.kind == .file else { throw .changed }
    try flow.begin(before.size)
    defer { flow.end() }
    let about = about(task.key, modified: before.modified_ns)
    let number = file.number
    if before.size >= PartJob.least {
      let version = "\(before.size) \(before.modified_ns)"
      let job = try parts.begin(
        task, before.size, version: version, about, .file(number, before))
      present = consume file
      return job
    }
    if before.size <= Int64(Self.small) {
      try putSmall(task.key, number, before, about)
    } else {
      let digests = try digests(of: number, from: 0, before.size)
      let sum = client.sum()
      let body = body(of: number, before, from: 0, before.size, sum)
      try client.put(task.key, body, about, digests, sum)
    }
    try isStillThere(before)
    return nil
  }

  func move(_ part: PartJob.Part, of job: PartJob) throws(ObjectError) -> String {
    guard case .file(let file, let facts) = job.way else { throw .changed }
    flow.beginPart()
    defer { flow.end() }
    let start = part.range.lowerBound
    let digests = try digests(of: file, from: start, part.length)
    let sum = client.sum()
    let body = body(of: file, facts, from: start, part.length, sum)
    return try client.put(
      part: part.number, of: job.begin.name, job.task.key, body, digests, sum
    ).text
  }

  func end(_ job: PartJob, after failure: ObjectError?) throws(ObjectError) {
    defer { present = nil }
    guard case .file(_, let facts) = job.way else { throw .changed }
    let modified = about(job.task.key, modified: facts.modified_ns).modified
    try parts.end(job, after: failure, modified: modified)
    try isStillThere(facts)
  }

  /// What was sent of it is dropped when the run ends.
  func giveUp(_ task: Flight.Task) {}

  /// Makes sure that what was stored is still the file of that name.
  ///
  /// What changes after its last byte was read and before the object is stored would be older than
  /// the object, and be taken for what it is a copy of.
  private func isStillThere(_ before: FileFacts) throws(ObjectError) {
    var after = FileFacts()
    guard ferry_stat_at(folders.source, name, &after) == 0 else { return }
    guard after.inode == before.inode, after.size == before.size,
      after.modified_ns == before.modified_ns
    else { throw .changed }
  }

  /// What goes with an object.
  private func about(_ key: [UInt8], modified: Int64) -> ObjectLabel {
    var label = ObjectLabel(type: ContentType.ofKey(key))
    if run.order.rule.keepsModified { label.modified = modified }
    label.storageClass = run.order.rule.storageClass?.word ?? ""
    return label
  }

  private func makeFolder(_ task: Flight.Task) throws(ObjectError) {
    try flow.begin(0)
    defer { flow.end() }
    var label = ObjectLabel(type: "application/x-directory")
    if run.order.rule.keepsModified { label.modified = task.facts.modified }
    try client.put(task.key, .none, label, BodyDigests())
  }

  private func open(_ key: [UInt8]) throws(ObjectError) -> Descriptor {
    let start = (key.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1
    guard FolderPair.isPlain(key[start...]) else { throw ObjectError("open", .source, EINVAL) }
    try folders.enter(key[..<start])
    name.removeAll(keepingCapacity: true)
    for byte in key[start...] { name.append(CChar(bitPattern: byte)) }
    name.append(0)
    return try Descriptor(
      at: folders.source, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK, "open", .source)
  }

  private func putSmall(
    _ key: [UInt8], _ file: Int32, _ facts: FileFacts, _ label: ObjectLabel
  ) throws(ObjectError) {
    var count = 0
    while count < facts.size, let start = buffer.baseAddress {
      let got = try ObjectError.count(
        ferry_read(file, start + count, Int(facts.size) - count), "read", .source)
      if got == 0 { throw .changed }
      count += got
    }
    try Self.isUnchanged(file, facts)
    let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<count])
    let sum = client.sum()
    sum?.add(bytes)
    try client.put(key, .buffer(bytes), label, BodyDigests(of: bytes, run.order.rule), sum)
  }

  private func digests(
    of file: Int32, from offset: Int64, _ length: Int64
  ) throws(ObjectError) -> BodyDigests {
    try BodyDigests(
      of: file, from: offset, length, run.order.rule, signs: client.signsBodies, buffer: buffer)
  }

  /// A part of a file, as the throttle lets it pass.
  ///
  /// Its last bytes are held back until the file is seen to be still what it was: what is not whole is
  /// not stored.
  private func body(
    of file: Int32, _ facts: FileFacts, from offset: Int64, _ length: Int64,
    _ sum: BodySum?
  ) -> HTTPBody {
    var position = offset
    let flow = flow
    return .stream(
      length: length,
      read: { buffer in
        let rest = Int(min(Int64(buffer.count), offset + length - position))
        guard let part = try flow.part(of: rest), let start = buffer.baseAddress else { return 0 }
        let got = try ObjectError.count(
          ferry_read_at(file, start, part, position), "read", .source)
        // It has become shorter.
        if got == 0 { throw ObjectError.changed }
        sum?.add(UnsafeRawBufferPointer(start: start, count: got))
        position += Int64(got)
        if position == offset + length { try Self.isUnchanged(file, facts) }
        return got
      },
      rewind: {
        position = offset
        sum?.restart()
      })
  }

  /// Makes sure that a source has not changed while it was read.
  private static func isUnchanged(
    _ file: Int32, _ before: FileFacts
  ) throws(ObjectError) {
    let after = try FileFacts.of(file, .source)
    guard after.size == before.size, after.modified_ns == before.modified_ns else {
      throw .changed
    }
  }
}
