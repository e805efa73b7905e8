import CLinux
import Codecs
import Glibc
import HTTP
import Migration
import Store

/// Copies objects from bucket to bucket: within one service by its own copying where the key may do
/// that, otherwise through a buffer.
final class Relay: BucketMover {
  /// What of an object is in memory at once, in bytes; larger ones go in parts of so many.
  static let part: Int64 = 8 << 20
  /// What a service copies at once of an object that is too large for that, in bytes.
  private static let partInside: Int64 = 512 << 20
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
  /// The same of what the service copies by itself.
  private let copies: PartUploads
  private let patience: Patience
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
    copies = PartUploads(run, destination, partBytes: Self.partInside)
    patience = Patience(run)
  }

  func move(_ task: Flight.Task) throws(ObjectError) -> PartJob? {
    try flow.begin(task.facts.size)
    defer { flow.end() }
    if copiesInside, task.facts.size > destination.largestWhole {
      return try begin(task, try found(task.key), isInside: true)
    }
    if copiesInside, try copyInside(task) { return nil }
    guard task.facts.size > Self.part else {
      try moveSmall(task, task.facts.size)
      return nil
    }
    let object = try found(task.key)
    // It may have become a small one since it was listed, or an empty one.
    guard object.facts.size > Self.part else {
      try moveSmall(task, Self.part)
      return nil
    }
    return try begin(task, object, isInside: false)
  }

  private func found(_ key: [UInt8]) throws(ObjectError) -> BucketObject {
    guard let object = try source.look(key) else { throw ObjectError("read", .source, ENOENT) }
    return object
  }

  private func begin(
    _ task: Flight.Task, _ object: BucketObject, isInside: Bool
  ) throws(ObjectError) -> PartJob? {
    let size = object.facts.size
    // It has become an empty one since it was listed.
    guard size > 0 else {
      try moveSmall(task, Self.part)
      return nil
    }
    let version = "\(size) \(object.facts.modified) \(object.tag)"
    return try (isInside ? copies : parts).begin(
      task, size, version: version, label(object), isInside ? .inside(object) : .object(object))
  }

  func move(_ part: PartJob.Part, of job: PartJob) throws(ObjectError) -> String {
    switch job.way {
    case .inside(let object):
      return try destination.copy(
        part: part, of: job.begin.name, job.task.key, from: source, ifTag: object.tag
      ).text
    case .object(let object):
      flow.beginPart()
      defer { flow.end() }
      var note: PartNote?
      try holding(min(part.length, Self.part)) { () throws(ObjectError) in
        note = try carry(part, of: job, object)
      }
      return note?.text ?? ""
    case .file, .copy: throw .changed
    }
  }

  func end(_ job: PartJob, after failure: ObjectError?) throws(ObjectError) {
    switch job.way {
    case .inside(let object):
      if let failure, failure.isRefusal { return try carryInstead(job, failure) }
      try parts.end(job, after: failure, modified: label(object).modified)
      try isUnchanged(job.task.key, object, since: job.began)
    case .object(let object):
      var failure = failure
      if failure == nil { failure = comparison(object.checksum, job.sum) }
      try parts.end(job, after: failure, modified: label(object).modified)
      try isUnchanged(job.task.key, object, since: job.began)
    case .file, .copy: throw .changed
    }
  }

  /// What was sent of it is dropped when the run ends.
  func giveUp(_ task: Flight.Task) {}

  /// Gives up a copy that the service refuses to make, so that the next attempt is another way.
  private func carryInstead(_ job: PartJob, _ failure: ObjectError) throws(ObjectError) {
    copiesInside = false
    try parts.drop(job)
    guard case .store(var problem) = failure.cause else { throw failure }
    problem.mayPass = true
    throw ObjectError(failure.stage, failure.side, problem)
  }

  /// Why bytes are not those of an object, if that can be told.
  private func comparison(_ told: UInt64?, _ sum: CRC64?) -> ObjectError? {
    guard let told, let sum, told != sum.value else { return nil }
    return .unverified
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
      let sum = sum()
      try source.compare(object.checksum, sum?.crc64)
      try destination.put(task.key, .bytes(buffer), label(object), digests, sum)
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
    let began = (monotonic: ferry_monotonic_ns(), real: ferry_realtime_us())
    do throws(ObjectError) {
      // Only the object itself tells its class.
      let object = keepsClasses ? try source.look(task.key) : nil
      try destination.copy(from: source, task.key, storageClass: storageClass(of: object?.label))
    } catch {
      guard error.isRefusal else { throw error }
      // Another account's bucket, say: what may be read and written may still not be copied.
      copiesInside = false
      return false
    }
    guard ferry_monotonic_ns() - began.monotonic > Self.long,
      let now = try source.look(task.key)
    else { return true }
    // Replaced since then, it would be older than its copy, and be taken for what that is of. A
    // header has whole seconds.
    let stored = now.facts.modified.subtractingClamped(source.clockLead)
    if stored >= began.real * 1_000 - 2_000_000_000 { throw .changed }
    return true
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

  /// Gets a part of an object and sends it: through the buffer, or buffer by buffer if it is longer.
  private func carry(
    _ part: PartJob.Part, of job: PartJob, _ object: BucketObject
  ) throws(ObjectError) -> PartNote {
    let (key, upload) = (job.task.key, job.begin.name)
    guard part.length > Self.part else {
      try fetch(part.range, of: object, key)
      return try destination.put(
        part: part.number, of: upload, key, .bytes(buffer), digests(), sum())
    }
    // Nothing else protects what goes in pieces over a plain connection.
    let md5 = run.order.rule.verify.readsAgain || destination.signsBodies
    let sum = sum(md5: md5, ofBuffer: false)
    let body = stream(part.range, of: object, key, sum)
    return try destination.put(part: part.number, of: upload, key, body, BodyDigests(), sum)
  }

  /// A range of an object, which is got while it is sent.
  private func stream(
    _ range: Range<Int64>, of object: BucketObject, _ key: [UInt8], _ sum: BodySum?
  ) -> HTTPBody {
    var (position, used) = (range.lowerBound, 0)
    buffer.removeAll(keepingCapacity: true)
    return .stream(
      length: range.upperBound - range.lowerBound,
      read: { room in
        if used == self.buffer.count {
          let next = position..<min(range.upperBound, position + Self.part)
          try self.patience.persist { () throws(ObjectError) in
            try self.fetch(next, of: object, key)
          }
          (position, used) = (next.upperBound, 0)
          self.buffer.withUnsafeBytes { sum?.add($0) }
        }
        let count = min(room.count, self.buffer.count - used)
        room.copyBytes(from: self.buffer[used..<used + count])
        used += count
        return count
      },
      rewind: {
        (position, used) = (range.lowerBound, 0)
        self.buffer.removeAll(keepingCapacity: true)
        sum?.restart()
      })
  }

  /// Gets a range into the buffer: of the object that was begun with, or of none.
  private func fetch(
    _ range: Range<Int64>, of object: BucketObject, _ key: [UInt8]
  ) throws(ObjectError) {
    let length = range.upperBound - range.lowerBound
    let part = try fetch(key, range, tag: object.tag, most: length)
    // Not every store looks at the condition.
    guard Int64(buffer.count) == length, part.tag == object.tag else { throw .changed }
  }

  /// For what is compared with either store's sum.
  ///
  /// - Parameter ofBuffer: Whether it is of what is in the buffer.
  private func sum(md5: Bool = false, ofBuffer: Bool = true) -> BodySum? {
    let hasSums = destination.hasSums || source.hasSums
    guard hasSums || md5 else { return nil }
    let sum = BodySum(crc64: hasSums, md5: md5)
    if ofBuffer { buffer.withUnsafeBytes { sum.add($0) } }
    return sum
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
