import HTTP
import Migration

/// Copies objects from bucket to bucket: within one service by its own copying where the key may do
/// that, otherwise through a buffer.
final class Relay: BucketMover {
  /// What of an object is in memory at once, in bytes; larger ones go in parts of so many.
  static let part: Int64 = 8 << 20
  /// What each thread keeps for its next object, in bytes.
  private static let kept: Int64 = 256 << 10

  private let run: RunContext
  private let source: BucketClient
  private let destination: BucketClient
  private let budget: ByteBudget
  private let flow: Flow
  private let parts: PartUploads
  private var buffer: [UInt8] = []
  /// Whether the service copies by itself; until it refuses once.
  private var copiesInside: Bool

  init(
    _ run: RunContext, _ source: BucketClient, _ destination: BucketClient, _ budget: ByteBudget
  ) {
    self.run = run
    self.source = source
    self.destination = destination
    self.budget = budget
    flow = Flow(run)
    // What is to be read again has to be read once.
    copiesInside = !run.order.rule.verify.readsAgain && destination.isOfService(of: source)
    parts = PartUploads(run, destination, partBytes: Self.part)
  }

  func move(_ task: Flight.Task) throws(ObjectError) {
    try flow.begin(task.facts.size)
    defer { flow.end() }
    if copiesInside, try copyInside(task) { return }
    let held = min(task.facts.size, Self.part)
    guard budget.take(held) else { throw .stopped }
    defer {
      // What another thread may hold now, this one must not keep.
      if held > Self.kept { buffer = [] }
      budget.give(held)
    }
    if task.facts.size > Self.part { return try moveLarge(task) }
    let object = try fetch(task.key, nil)
    guard object.facts.size == Int64(buffer.count) else { throw .unverified }
    let digests = digests()
    if let md5 = digests.md5 { try source.compare(object.tag, md5) }
    try destination.put(task.key, .bytes(buffer), label(object), digests)
  }

  /// Has the service copy an object, with all that is said of it.
  ///
  /// - Returns: False if it does not.
  private func copyInside(_ task: Flight.Task) throws(ObjectError) -> Bool {
    guard task.facts.size <= destination.largestWhole else { return false }
    do throws(ObjectError) {
      try destination.copy(from: source, task.key)
      return true
    } catch {
      guard case .store(let problem) = error.cause, !problem.mayPass,
        problem.code == .refused || problem.code == .permissionDenied
      else { throw error }
      // Another account's bucket, say: what may be read and written may still not be copied.
      copiesInside = false
      return false
    }
  }

  /// Gets an object, or a part of it, into the buffer.
  private func fetch(
    _ key: [UInt8], _ range: Range<Int64>?, tag: String? = nil
  ) throws(ObjectError) -> BucketObject {
    buffer.removeAll(keepingCapacity: true)
    return try source.get(key, range, ifTag: tag) { (bytes) throws(ObjectError) in
      var rest = bytes
      while let part = try self.flow.part(of: rest.count) {
        self.buffer.append(contentsOf: rest[..<part])
        rest = UnsafeRawBufferPointer(rebasing: rest[part...])
      }
    }
  }

  private func moveLarge(_ task: Flight.Task) throws(ObjectError) {
    guard let object = try source.look(task.key) else {
      throw ObjectError("read", .source, 2)
    }
    let size = object.facts.size
    try parts.put(task, size, version: "\(size) \(object.tag)", label(object)) {
      (offset, length) throws(ObjectError) in
      // Of the object that was begun with, or of none.
      _ = try self.fetch(task.key, offset..<offset + length, tag: object.tag)
      guard Int64(self.buffer.count) == length else { throw .changed }
      return (.bytes(self.buffer), self.digests())
    }
  }

  /// Of what is in the buffer.
  private func digests() -> BodyDigests {
    buffer.withUnsafeBytes { BodyDigests(of: $0, run.order.rule) }
  }

  /// What goes with a copy: all that the source's owner has said of it.
  private func label(_ object: BucketObject) -> ObjectLabel {
    var label = object.label
    label.modified =
      run.order.rule.keepsModified ? object.original ?? object.facts.modified : nil
    return label
  }
}
