import Calendar
import HTTP
import Migration
import Store

/// Sends large objects in parts that the ledger remembers, so that a run that was cut off sends only
/// those that are missing.
final class PartUploads {
  /// Files of fewer bytes are sent in one piece.
  static let least: Int64 = 128 << 20

  private let run: RunContext
  private let client: BucketClient
  private let patience: Patience
  /// Bytes of a part, where the service and the number of parts allow it.
  private let partBytes: Int64

  init(_ run: RunContext, _ client: BucketClient, partBytes: Int64 = 16 << 20) {
    self.run = run
    self.client = client
    self.partBytes = partBytes
    patience = Patience(run)
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

  /// Sends an object of one byte at least.
  ///
  /// - Parameters:
  ///   - version: What tells this state of the source from others.
  ///   - body: Gives the bytes from an offset on, and what is told of them.
  func put(
    _ task: Flight.Task, _ size: Int64, version: String, _ label: ObjectLabel,
    body: (_ offset: Int64, _ length: Int64) throws(ObjectError) -> (HTTPBody, BodyDigests)
  ) throws(ObjectError) {
    var upload = try begun(task, size, version, label)
    let count = Int((size - 1) / upload.partBytes + 1)
    do throws(ObjectError) {
      for number in 1...count where upload.parts[number] == nil {
        let offset = Int64(number - 1) * upload.partBytes
        let tag = try patience.persist { () throws(ObjectError) in
          let (part, digests) = try body(offset, min(upload.partBytes, size - offset))
          return try client.put(part: number, of: upload.name, task.key, part, digests)
        }
        upload.parts[number] = tag
        try recorded { () throws(LedgerError) in
          try run.ledger.record(part: number, tag: tag, of: upload)
        }
      }
      try client.complete(upload, task.key)
    } catch {
      guard case .store(let problem) = error.cause, problem.isOfGoneUpload else { throw error }
      // Nothing of it can be used any more, unless it is what was completed just before a crash.
      let isThere = try isThere(task.key, size, label, parts: count)
      try end(upload)
      if !isThere { throw error }
      return
    }
    try end(upload)
  }

  /// Whether the store has an object already as it would be when it is complete.
  private func isThere(
    _ key: [UInt8], _ size: Int64, _ label: ObjectLabel, parts: Int
  ) throws(ObjectError) -> Bool {
    guard let found = try client.look(key) else { return false }
    // The tag of what came in parts ends in their number.
    return found.facts.size == size && found.tag.hasSuffix("-\(parts)")
      && found.original == label.modified
  }

  /// The upload that an earlier life of the run has begun, or a new one.
  private func begun(
    _ task: Flight.Task, _ size: Int64, _ version: String, _ label: ObjectLabel
  ) throws(ObjectError) -> Upload {
    let kept = try recorded { () throws(LedgerError) in
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
    return try recorded { () throws(LedgerError) in
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
    try recorded { () throws(LedgerError) in try run.ledger.end(upload: upload.row) }
  }

  /// Asks the ledger; its failure ends the phase.
  private func recorded<Result>(
    _ body: () throws(LedgerError) -> Result
  ) throws(ObjectError) -> Result {
    do throws(LedgerError) {
      return try body()
    } catch {
      run.end(error)
      throw .stopped
    }
  }
}
