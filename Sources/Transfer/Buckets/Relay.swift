import CLinux
import Glibc
import HTTP
import Migration

/// Copies objects from bucket to bucket: within one service by its own copying where the key may do
/// that, otherwise through a buffer.
final class Relay: BucketMover {
  /// What of an object is in memory at once, in bytes; larger ones go in parts of so many.
  static let part: Int64 = 8 << 20
  /// What each thread keeps for its next object, in bytes.
  private static let kept: Int64 = 256 << 10
  /// Nanoseconds after which a copy took long: far fewer than the doubt in comparing times.
  private static let long: Int64 = 1_000_000_000

  private let run: RunContext
  private let source: BucketClient
  private let destination: BucketClient
  private let budget: ByteBudget
  private let flow: Flow
  private let parts: PartUploads
  private var buffer: [UInt8] = []
  /// Whether the service copies by itself; until it refuses once.
  private var copiesInside: Bool
  /// Whether the source's classes are words of the destination too.
  private let keepsClasses: Bool

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
    keepsClasses = run.order.rule.keepsStorageClass && destination.hasClasses(of: source)
    parts = PartUploads(run, destination, partBytes: Self.part)
  }

  func move(_ task: Flight.Task) throws(ObjectError) {
    try flow.begin(task.facts.size)
    defer { flow.end() }
    if copiesInside, try copyInside(task) { return }
    guard task.facts.size > Self.part else { return try moveSmall(task, task.facts.size) }
    let began = ferry_monotonic_ns()
    guard let object = try source.look(task.key) else { throw ObjectError("read", .source, ENOENT) }
    // It may have become a small one since it was listed, or an empty one.
    guard object.facts.size > Self.part else { return try moveSmall(task, Self.part) }
    try holding(parts.bytes(of: object.facts.size)) { () throws(ObjectError) in
      try moveLarge(task, object)
    }
    try isUnchanged(task.key, object, since: began)
  }

  /// Does something that needs so much memory.
  private func holding(
    _ bytes: Int64, _ body: () throws(ObjectError) -> Void
  ) throws(ObjectError) {
    guard budget.take(bytes) else { throw .stopped }
    defer {
      // What each thread keeps would be more than all of them may hold.
      if bytes > Self.kept { buffer = [] }
      budget.give(bytes)
    }
    try body()
  }

  private func moveSmall(_ task: Flight.Task, _ most: Int64) throws(ObjectError) {
    let began = ferry_monotonic_ns()
    try holding(most) { () throws(ObjectError) in
      let object = try fetch(task.key, nil, most: most)
      guard object.facts.size == Int64(buffer.count) else { throw .unverified }
      let digests = digests()
      if let md5 = digests.md5, !object.isEncryptedByKey { try source.compare(object.tag, md5) }
      try destination.put(task.key, .bytes(buffer), label(object), digests)
      try isUnchanged(task.key, object, since: began)
    }
  }

  /// Makes sure that a copy that took long is not of an object that was replaced meanwhile.
  ///
  /// By the two lists the copy would be younger than what came after it, and be taken for its copy.
  private func isUnchanged(
    _ key: [UInt8], _ object: BucketObject, since began: Int64
  ) throws(ObjectError) {
    guard ferry_monotonic_ns() - began > Self.long, let now = try source.look(key) else { return }
    guard now.tag == object.tag, now.facts.modified == object.facts.modified else {
      throw .changed
    }
  }

  /// Has the service copy an object, with all that is said of it.
  ///
  /// - Returns: False if it does not.
  private func copyInside(_ task: Flight.Task) throws(ObjectError) -> Bool {
    guard task.facts.size <= destination.largestWhole else { return false }
    do throws(ObjectError) {
      // Only the object itself tells its class.
      let object = keepsClasses ? try source.look(task.key) : nil
      try destination.copy(from: source, task.key, storageClass: storageClass(of: object?.label))
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
  ///
  /// - Parameter most: More bytes are those of another object than was listed.
  private func fetch(
    _ key: [UInt8], _ range: Range<Int64>?, tag: String? = nil, most: Int64
  ) throws(ObjectError) -> BucketObject {
    buffer.removeAll(keepingCapacity: true)
    buffer.reserveCapacity(Int(clamping: most))
    return try source.get(key, range, ifTag: tag) { (bytes) throws(ObjectError) in
      guard Int64(self.buffer.count + bytes.count) <= most else { throw .changed }
      var rest = bytes
      while let part = try self.flow.part(of: rest.count) {
        self.buffer.append(contentsOf: rest[..<part])
        rest = UnsafeRawBufferPointer(rebasing: rest[part...])
      }
    }
  }

  private func moveLarge(_ task: Flight.Task, _ object: BucketObject) throws(ObjectError) {
    let size = object.facts.size
    let version = "\(size) \(object.facts.modified) \(object.tag)"
    try parts.put(task, size, version: version, label(object)) {
      (offset, length) throws(ObjectError) in
      // Of the object that was begun with, or of none; not every store looks at the condition.
      let part = try self.fetch(
        task.key, offset..<offset + length, tag: object.tag, most: length)
      guard Int64(self.buffer.count) == length, part.tag == object.tag else { throw .changed }
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
    label.storageClass = storageClass(of: object.label)
    return label
  }

  private func storageClass(of source: ObjectLabel?) -> String {
    if keepsClasses, let source { return source.storageClass }
    return run.order.rule.storageClass?.word ?? ""
  }
}
