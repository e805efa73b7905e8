import Migration
import Rclone
import Store

/// The two sides of a run that rclone moves, and what they can do.
final class RemotePair: Sendable {
  /// Threads that copy, each with one call under way.
  static let threads = 2

  let order: MoveOrder
  private let remotes: RemoteOrder
  /// The folders, where they really are.
  private let folders: (source: String?, destination: String?)
  private let stop: StopFlag
  /// What the sides can do; nil before the run is open.
  let facts: (source: RcloneFacts, destination: RcloneFacts)

  /// Asks rclone for what both sides can do; nil if no side is rclone's.
  ///
  /// - Throws: Why the run cannot begin.
  init?(
    _ order: MoveOrder, _ roots: borrowing OpenRoots, _ stop: StopFlag
  ) throws(ObjectError) {
    guard let remotes = order.remotes else { return nil }
    self.order = order
    self.remotes = remotes
    self.stop = stop
    folders = (roots.sourcePath, roots.destinationPath ?? order.destinationFolder)
    let client = RcloneClient(remotes.service, stop: { stop.isSet })
    facts = (
      try Self.facts(
        of: Self.side(remotes.source, folders.source, .source), client, order, .source),
      try Self.facts(
        of: Self.side(remotes.destination, folders.destination, .destination), client, order,
        .destination)
    )
  }

  private static func facts(
    of remote: RcloneRemote, _ client: RcloneClient, _ order: MoveOrder, _ side: ObjectError.Side
  ) throws(ObjectError) -> RcloneFacts {
    do throws(RcloneError) {
      return try client.facts(of: remote)
    } catch {
      throw ObjectError("open", side, error, at: order.place(side))
    }
  }

  private static func side(
    _ end: RemoteEnd?, _ folder: String?, _ side: ObjectError.Side
  ) throws(ObjectError) -> RcloneRemote {
    guard let end else { return .folder(folder ?? "") }
    return try end.remote(side)
  }

  /// A thread's own way to both sides; secrets are read anew.
  func client() throws(ObjectError) -> RemoteClient {
    let stop = stop
    return RemoteClient(
      order, RcloneClient(remotes.service, stop: { stop.isSet }),
      source: try Self.side(remotes.source, folders.source, .source),
      destination: try Self.side(remotes.destination, folders.destination, .destination),
      keepsTimes: facts.destination.precision != nil)
  }

  /// How coarsely times are compared.
  ///
  /// - Parameter step: The destination's own, if it is a folder.
  func timeStep(_ step: TimeStep) -> TimeStep {
    // A list may tell parts of a second, and the answer of which a copy is made does not.
    let second: Int64 = 1_000_000_000
    return step.atLeast(facts.source.precision ?? second)
      .atLeast(facts.destination.precision ?? 1)
  }

  /// Why objects cannot be copied as the job wants it; nil if they can.
  var objection: String? {
    let way = "; take it out of the job, and start it to go on."
    let rule = order.rule
    if order.destinationFolder != nil, rule.fileMode != nil || rule.folderMode != nil {
      return "FileMode=, DirectoryMode=: rclone makes the files here, with mode 0644" + way
    }
    if rule.storageClass != nil || rule.keepsStorageClass {
      return "StorageClass=: rclone does not set it; a pair without rclone does" + way
    }
    guard rule.verify.readsAgain else { return nil }
    guard facts.source.sums.isDisjoint(with: facts.destination.sums) else { return nil }
    return
      "Verify=\(rule.verify.rawValue): \(order.source) and \(order.destination) have no kind of "
      + "checksum in common" + way
  }

  // MARK: - Listing

  /// The objects of the run, from a cursor on, beside what the destination has.
  ///
  /// - Parameters:
  ///   - failures: What of an earlier run is to be moved; nil for all that there is.
  ///   - keys: The same of a source that is a folder.
  func walk(
    _ roots: borrowing OpenRoots, _ sieve: ObjectSieve, _ patience: Patience,
    from cursor: ObjectKey?, failures: FailureList?, keys: KeyWalk?
  ) throws(ObjectError) -> RemoteWalk {
    let client = try client()
    let source: RemoteWalk.Source
    if remotes.source != nil {
      source =
        failures.map { .failures(RemoteFailedKeys($0, client, sieve, patience, after: cursor)) }
        ?? .remote(RemoteListing(client, sieve, patience, after: cursor))
    } else if let keys {
      source = .keys(keys)
    } else {
      source = .folder(
        FolderLeaves(
          try LocalWalk(
            source: roots.source, destination: -1, .init(cursor: cursor, sieve: sieve))))
    }
    let place: RemoteWalk.Place
    if order.overwrite == .alwaysAll {
      place = .unknown
    } else if remotes.destination == nil {
      place = roots.destination < 0 ? .unknown : .folder(DestinationLook(root: roots.destination))
    } else {
      // A single key is cheaper than the folder that it lies in.
      place = failures == nil ? .lists(RemoteLook(client, patience)) : .keys(client, patience)
    }
    return RemoteWalk(order, source, place, keepsTimes: facts.destination.precision != nil)
  }

  // MARK: - Copying

  /// Starts the threads that copy.
  func addWorkers(_ run: RunContext, to threads: inout [WorkerThread]) throws(ObjectError) {
    let desk = FlightDesk(run, threads: Self.threads)
    for number in 0..<Self.threads {
      threads.append(
        try WorkerThread("ferry-copy-\(number)") {
          do throws(ObjectError) {
            RemoteWorker(run, desk, try self.client(), number).work()
          } catch {
            if !run.endsRun(error) { run.end(.blocked("No object can be moved: \(error).")) }
          }
        })
    }
  }
}

extension MoveOrder {
  /// What a side is called.
  func place(_ side: ObjectError.Side) -> String { side == .source ? source : destination }
}
