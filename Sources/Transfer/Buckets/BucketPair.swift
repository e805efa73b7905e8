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

  /// How URLs are got that are the source; nil for a bucket or a folder.
  private let web: WebEnd?
  private let health = WebHealth()

  /// Nil if both sides are folders, or are rclone's.
  init?(_ order: MoveOrder, _ stop: StopFlag) {
    guard order.sourceBucket != nil || order.web != nil || order.destinationBucket != nil
    else { return nil }
    source = order.sourceBucket
    web = order.web
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
        FolderLeaves(
          try LocalWalk(
            source: roots.source, destination: -1, .init(cursor: cursor, sieve: sieve))))
    }
    let place = try place(
      order, roots, patience, from: cursor, isListed: failures == nil)
    return BucketWalk(
      order, sieve, source, DestinationFacts(place, source: client, patience))
  }

  /// The objects that rows name, beside what the destination has.
  func walk(
    _ order: MoveOrder, _ roots: borrowing OpenRoots, _ sieve: ObjectSieve, _ patience: Patience,
    _ rows: any RowSource
  ) throws(ObjectError) -> ListWalk {
    let (from, to) = (roots.source, roots.destination)
    return try ListWalk(rows, stop) { () throws(ObjectError) in
      try self.looker(order, from, to, sieve, patience)
    }
  }

  private func looker(
    _ order: MoveOrder, _ from: Int32, _ to: Int32, _ sieve: ObjectSieve, _ patience: Patience
  ) throws(ObjectError) -> RowLooker {
    let client = try sourceClient()
    let source: RowLooker.Source =
      if let web {
        .web(try WebClient(web, health, stop))
      } else if let client {
        .bucket(client)
      } else {
        .folder(KeyLook(source: from, destination: -1))
      }
    let place: DestinationFacts.Place
    if order.overwrite == .alwaysAll {
      place = .unknown
    } else if let client = try destinationClient() {
      place = .bucket(client)
    } else {
      place = to < 0 ? .unknown : .folder(DestinationLook(root: to))
    }
    return RowLooker(
      order, sieve, source, DestinationFacts(place, source: client, patience), patience)
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
    if let web {
      let source = WebSource(run, try WebClient(web, health, stop))
      guard let destination = try destinationClient() else { return Downloader(run, source) }
      return WebUploader(run, source, destination, budget)
    }
    switch (try sourceClient(), try destinationClient()) {
    case (let source?, let destination?):
      return listed(run, Relay(run, source, destination, budget), source)
    case (let source?, nil): return listed(run, Downloader(run, source), source)
    case (nil, let destination?): return Uploader(run, destination)
    case (nil, nil): preconditionFailure("a pair of buckets without a bucket")
    }
  }

  private func listed(
    _ run: RunContext, _ mover: any BucketMover, _ source: BucketClient
  ) -> any BucketMover {
    run.order.inventory == nil ? mover : ListedMover(mover, source)
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
