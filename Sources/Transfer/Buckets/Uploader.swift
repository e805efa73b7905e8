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

  func move(_ task: Flight.Task) throws(ObjectError) {
    if task.facts.kind == .folder { return try makeFolder(task) }
    let file = try open(task.key)
    let before = try FileFacts.of(file.number, .source)
    guard before.kind == .file else { throw .changed }
    try flow.begin(before.size)
    defer { flow.end() }
    let about = about(task.key, modified: before.modified_ns)
    let number = file.number
    if before.size <= Int64(Self.small) {
      try putSmall(task.key, number, before, about)
    } else if before.size >= PartUploads.least {
      try parts.put(task, before.size, version: "\(before.size) \(before.modified_ns)", about) {
        (offset, length) throws(ObjectError) in
        (
          self.body(of: number, before, from: offset, length),
          try self.digests(of: number, from: offset, length)
        )
      }
    } else {
      let digests = try digests(of: number, from: 0, before.size)
      try client.put(task.key, body(of: number, before, from: 0, before.size), about, digests)
    }
    try isStillThere(before)
  }

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
    try client.put(key, .buffer(bytes), label, BodyDigests(of: bytes, run.order.rule))
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
    of file: Int32, _ facts: FileFacts, from offset: Int64, _ length: Int64
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
        position += Int64(got)
        if position == offset + length { try Self.isUnchanged(file, facts) }
        return got
      },
      rewind: { position = offset })
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
