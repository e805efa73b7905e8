import Calendar
import Migration
import Store

/// The uploads of large objects, whose parts the ledger remembers, so that a run that was cut off
/// sends only those that are missing.
final class PartUploads {
  private let run: RunContext
  private let client: BucketClient
  /// Bytes of a part, where the service and the number of parts allow it.
  private let partBytes: Int64

  init(_ run: RunContext, _ client: BucketClient, partBytes: Int64 = 16 << 20) {
    self.run = run
    self.client = client
    self.partBytes = partBytes
  }

  /// Bytes of a part of an object: more for one that would have too many of them.
  func bytes(of size: Int64) -> Int64 {
    let limits = client.parts
    var bytes = min(max(partBytes, limits.least), limits.most)
    while bytes < limits.most, (size - 1) / bytes >= Int64(limits.count) {
      bytes = min(2 * bytes, limits.most)
    }
    return bytes
  }

  /// Begins to send an object of one byte at least, or goes on with it.
  ///
  /// - Parameters:
  ///   - version: What tells this state of the source from others.
  ///   - way: Where the bytes come from.
  func begin(
    _ task: Flight.Task, _ size: Int64, version: String, _ label: ObjectLabel, _ way: PartJob.Way
  ) throws(ObjectError) -> PartJob {
    PartJob(task, size: size, try begun(task, size, version, label), way)
  }

  /// Makes an object of its parts.
  ///
  /// - Parameters:
  ///   - failure: Why it cannot be made, if it cannot.
  ///   - modified: The time that its label has.
  func end(
    _ job: PartJob, after failure: ObjectError?, modified: Int64?
  ) throws(ObjectError) {
    let upload = job.upload
    do throws(ObjectError) {
      if let failure { throw failure }
      try client.complete(upload, job.task.key, job.sum)
    } catch {
      if error.cause == .unverified { try drop(job) }
      guard error.isOfGoneUpload else { throw error }
      // Nothing of it can be used any more, unless it is what was completed just before a crash.
      let isThere = try isThere(job, modified: modified)
      try client.abort(upload.name, job.task.key)
      try end(upload)
      if !isThere { throw error }
      return
    }
    try end(upload)
  }

  /// Drops what has been sent of an object that goes another way now.
  func drop(_ job: PartJob) throws(ObjectError) {
    try client.abort(job.begin.name, job.task.key)
    try end(job.begin)
  }

  /// Whether the store has an object already as it would be when it is complete.
  private func isThere(_ job: PartJob, modified: Int64?) throws(ObjectError) -> Bool {
    guard let found = try client.look(job.task.key) else { return false }
    // The tag of what came in parts ends in their number.
    return found.facts.size == job.size && found.tag.hasSuffix("-\(job.count)")
      && found.original == modified
  }

  /// The upload that an earlier life of the run has begun, or a new one.
  private func begun(
    _ task: Flight.Task, _ size: Int64, _ version: String, _ label: ObjectLabel
  ) throws(ObjectError) -> Upload {
    let kept = try run.recorded { () throws(LedgerError) in
      try run.ledger.upload(of: ObjectKey(task.key))
    }
    if let kept {
      if kept.source == version { return kept }
      try client.abort(kept.name, task.key)
      try end(kept)
    } else if let since = task.flight.claim.retestSince {
      try dropUnknown(of: task.key, since: since)
    }
    let partBytes = bytes(of: size)
    guard (size - 1) / partBytes < Int64(client.parts.count) else {
      let text = "the service takes no object of \(size) bytes"
      throw ObjectError(
        "write", .destination, StoreProblem(code: .refused, text: text, mayPass: false))
    }
    let name = try client.beginUpload(task.key, label)
    return try run.recorded { () throws(LedgerError) in
      try run.ledger.begin(
        upload: name, of: ObjectKey(task.key), source: version, partBytes: partBytes)
    }
  }

  /// Has uploads dropped that were perhaps begun and not written down: the process died in between.
  ///
  /// Not every key may list uploads, and not every service can: then they stay.
  private func dropUnknown(of key: [UInt8], since: Instant) throws(ObjectError) {
    do throws(ObjectError) {
      try client.abortAll(of: key, since: since)
    } catch  where error.cause != .stopped {
      return
    }
  }

  private func end(_ upload: Upload) throws(ObjectError) {
    try run.recorded { () throws(LedgerError) in try run.ledger.end(upload: upload.row) }
  }
}
