import HTTP
import Migration
import Store

/// The buckets that a run moves from, to, or between.
final class BucketPair: Sendable {
  /// Threads that copy objects, each with one request under way.
  private static let threads = 32
  /// Bytes that copies between buckets may hold in memory.
  private static let heldBytes: Int64 = 64 << 20

  private static let sweepTimeout = Duration.seconds(5)

  private let source: BucketEnd?
  private let destination: BucketEnd?
  private let stop: StopFlag

  /// Nil if both sides are folders.
  init?(_ order: MoveOrder, _ stop: StopFlag) {
    guard order.sourceBucket != nil || order.destinationBucket != nil else { return nil }
    source = order.sourceBucket
    destination = order.destinationBucket
    self.stop = stop
  }

  /// A thread's own way to the source; nil if that is a folder.
  func sourceClient() throws(ObjectError) -> BucketClient? {
    guard let source else { return nil }
    return try BucketClient(source, .source, stop)
  }

  /// A thread's own way to the destination; nil if that is a folder.
  func destinationClient() throws(ObjectError) -> BucketClient? {
    guard let destination else { return nil }
    return try BucketClient(destination, .destination, stop)
  }

  /// The objects of an order, from a cursor on, beside what the destination has.
  ///
  /// - Parameters:
  ///   - failures: What of an earlier run is to be moved; nil for all that there is.
  ///   - keys: The same of a source that is a folder.
  func walk(
    _ order: MoveOrder, _ roots: borrowing OpenRoots, _ sieve: ObjectSieve, _ patience: Patience,
    from cursor: ObjectKey?, failures: FailureList? = nil, keys: KeyWalk? = nil
  ) throws(ObjectError) -> BucketWalk {
    let client = try sourceClient()
    let source: BucketWalk.Source
    if let client {
      source =
        failures.map { .failures(FailedKeys($0, client, patience, after: cursor)) }
        ?? .bucket(listing(self.source, .source, client, patience, after: cursor))
    } else if let keys {
      source = .keys(keys)
    } else {
      source = .folder(
        try LocalWalk(
          source: roots.source, destination: -1, .init(cursor: cursor, sieve: sieve)))
    }
    let place = try place(
      order, roots, patience, from: cursor, isListed: failures == nil)
    return BucketWalk(
      order, sieve, source, DestinationFacts(place, source: client, patience))
  }

  private func place(
    _ order: MoveOrder, _ roots: borrowing OpenRoots, _ patience: Patience,
    from cursor: ObjectKey?, isListed: Bool
  ) throws(ObjectError) -> DestinationFacts.Place {
    if order.overwrite == .alwaysAll { return .unknown }
    guard let client = try destinationClient() else {
      return roots.destination < 0
        ? .unknown : .folder(DestinationLook(root: roots.destination))
    }
    guard isListed else { return .bucket(client) }
    // One client would be asked for an object in the middle of a list.
    guard let asker = try destinationClient() else { return .unknown }
    return .listing(listing(destination, .destination, client, patience, after: cursor), asker)
  }

  private func listing(
    _ end: BucketEnd?, _ side: ObjectError.Side, _ client: BucketClient, _ patience: Patience,
    after cursor: ObjectKey?
  ) -> BucketListing {
    BucketListing(client, patience, after: cursor) { [stop] (over) throws(ObjectError) in
      guard let end else { preconditionFailure("a list of no bucket") }
      return try BucketClient(end, side, stop, or: over)
    }
  }

  /// Starts the threads that copy.
  func addWorkers(
    _ run: RunContext, to threads: inout [WorkerThread]
  ) throws(ObjectError) {
    let desk = FlightDesk(run, threads: Self.threads)
    let pressure = Pressure(most: Self.threads, stop: stop)
    let budget = ByteBudget(Self.heldBytes, stop: stop)
    for number in 0..<Self.threads {
      threads.append(
        try WorkerThread("ferry-copy-\(number)") {
          do throws(ObjectError) {
            BucketWorker(run, desk, pressure, try self.mover(run, budget)).work()
          } catch {
            if !run.endsRun(error) { run.end(.blocked("No object can be moved: \(error).")) }
          }
        })
    }
  }

  private func mover(
    _ run: RunContext, _ budget: ByteBudget
  ) throws(ObjectError) -> any BucketMover {
    switch (try sourceClient(), try destinationClient()) {
    case (let source?, let destination?): return Relay(run, source, destination, budget)
    case (let source?, nil): return Downloader(run, source)
    case (nil, let destination?): return Uploader(run, destination)
    case (nil, nil): preconditionFailure("a pair of buckets without a bucket")
    }
  }

  /// Tells the store to drop what the run has begun to send and will not complete.
  ///
  /// What cannot be dropped now stays; the run ends all the same.
  func sweep(_ ledger: ObjectLedger) throws(LedgerError) {
    var last: Int64 = 0
    while let (row, name, key) = try ledger.upload(after: last) {
      last = row
      do throws(ObjectError) {
        // Of what went into a folder no store knows.
        if let client = try sweeper() { try client.abort(name, key.bytes) }
      } catch {
        return
      }
      try ledger.end(upload: row)
    }
  }

  /// The way to a destination for a run that ends: it is stopped already, and does not wait for long.
  private func sweeper() throws(ObjectError) -> BucketClient? {
    guard let destination else { return nil }
    var settings = destination.settings
    settings.connectTimeout = min(settings.connectTimeout, Self.sweepTimeout)
    settings.stallTimeout = min(settings.stallTimeout, Self.sweepTimeout)
    let end = BucketEnd(
      destination.place, settings: settings, credentials: destination.credentials)
    return try BucketClient(end, .destination, StopFlag())
  }
}
