import Configuration
import Engine
import HTTP
import Migration
import Rclone
import S3
import Secrets
import Store
import Transfer

/// Makes a session's order of what is recorded about a job, its addresses and its family.
///
/// Used by the loop's thread only.
struct RunOrders {
  /// A run whose failures are retried, or the run above such a one.
  struct Ancestor {
    let job: JobID
    let run: RunNumber
    let ledger: LedgerPlace
  }

  let store: JobDatabase
  let ledgers: LedgerFolder
  let boot: String
  var paths: PathRules
  /// Has the secrets of buckets.
  let vault: SecretVault
  /// Moves what nothing else reaches.
  let rclone: RcloneService
  /// The limits of all runs together.
  var common: CommonThrottle?

  /// What a session is to do.
  ///
  /// - Parameter remember: Gets what the session's thread finds out about the addresses.
  /// - Throws: `Refusal` if the run cannot go on ever; `StoreFailure` if it cannot be told now.
  func order(
    _ job: Job, _ run: RunNumber, _ ancestors: [Ancestor],
    remember: @escaping @Sendable (Command) -> Void
  ) throws -> MoveOrder {
    let what = job.definition
    guard let source = try store.address(named: what.source),
      let destination = try store.address(named: what.destination)
    else {
      throw Refusal(.noSuchAddress, "address '\(what.source)' or '\(what.destination)' is gone")
    }
    if let changed = try moved(run, of: job, source, destination) { throw changed }
    try PairRules.check(source: source, destination: destination)
    var order = MoveOrder(
      job: job.version, run: run.rawValue, source: source.location.place,
      destination: destination.location.place, overwrite: what.overwrite, boot: boot)
    if [source, destination].contains(where: { $0.location.bucket?.isRclones == true }) {
      // A pair with rclone on one side is rclone's.
      order.remotes = RemoteOrder(
        rclone, source: remote(source), destination: remote(destination))
    } else {
      order.sourceBucket = source.location.bucket.map { vault.end($0, of: source) }
      order.destinationBucket = destination.location.bucket.map { vault.end($0, of: destination) }
    }
    if let place = source.location.list {
      order.inventory = InventoryOrder(
        place, origin: source.origin, paths: paths, scratch: ledgers.path
      ) { vault.end($0, of: source) }
      if case .web(let reachesPrivate) = place.data {
        order.web = WebEnd(place.text, reachesPrivate: reachesPrivate)
      }
    }
    order.rule = what.copying
    order.filter = what.filter
    order.throttle = what.throttle
    order.common = common
    order.ancestors = ancestors.map(\.ledger)
    let (paths, origins) = (paths, (source: source.origin, destination: destination.origin))
    order.hindrance = { from, to in
      [source, destination].lazy.compactMap { Self.whatIsNotMounted(of: $0, remember) }.first
        ?? SandboxSight.current().obstacle(toSource: from, destination: to)
    }
    order.objection = { paths.objection(toSource: $0, origins.source, $1, origins.destination) }
    return order
  }

  /// An address as rclone reaches it; nil for a folder.
  private func remote(_ address: Address) -> RemoteEnd? {
    address.location.bucket.map { RemoteEnd($0, of: address, vault) }
  }

  /// Why an address lacks the file system that it requires; one that is new to it is remembered.
  private static func whatIsNotMounted(
    of address: Address, _ remember: (Command) -> Void
  ) -> String? {
    guard let wanted = RequiredMount(address), let folder = address.location.data else {
      return nil
    }
    switch wanted.look(at: folder) {
    case .missing(let problem): return problem.message
    case .mounted(let mount):
      if address.mount == nil { remember(.mounted(address.name, mount, of: address.version)) }
      return nil
    }
  }

  /// The name of a job; nil if that cannot be told now.
  func name(of job: JobID) -> Name? {
    // A line without it is better than none.
    try? store.job(job)?.definition.name
  }

  /// The runs above a retry, its parent's first, the root's last; none for a run that lists.
  ///
  /// - Throws: `Refusal` if one of them is recorded no more; `StoreFailure` if it cannot be told now.
  func ancestors(of job: Job, _ number: RunNumber) throws -> [Ancestor] {
    var found: [Ancestor] = []
    var input = try store.run(number, of: job.id)?.input ?? job.input
    while case .failures(let id, let run) = input {
      guard let above = try store.job(id), let row = try store.run(run, of: id),
        found.count < RetryPolicy.depths.upperBound
      else {
        throw Refusal(
          .noSuchRun,
          "what failed in run \(run) of job number \(id.rawValue) was to be retried, and that run is "
            + "recorded no more; start its job to open a new run")
      }
      let place = LedgerPlace(
        path: ledgers.ledger(of: id, run), job: above.version, run: run.rawValue)
      found.append(Ancestor(job: id, run: run, ledger: place))
      input = row.input
    }
    return found
  }

  /// A run that began between other places cannot go on: its ledger speaks of those.
  private func moved(
    _ number: RunNumber, of job: Job, _ source: Address, _ destination: Address
  ) throws(StoreFailure) -> Refusal? {
    guard let run = try store.run(number, of: job.id),
      run.source != source.location.text || run.destination != destination.location.text
    else { return nil }
    return Refusal(
      .invalidArgument,
      "run \(number) began from \(run.source) to \(run.destination), but the addresses now say "
        + "\(source.location.text) and \(destination.location.text); start-job opens a new run")
  }
}

extension Address.Location {
  /// Where the objects are: a folder's path, or a bucket's name for people.
  fileprivate var place: String { data?.folder ?? bucket?.text ?? text }
}

extension PathRules {
  /// What stands against two folders as they really are; nil if nothing does.
  fileprivate func objection(
    toSource source: String?, _ sourceOrigin: Origin, _ destination: String?,
    _ destinationOrigin: Origin
  ) -> String? {
    if let why = SandboxSight.current().obstacle(toSource: source, destination: destination) {
      return why
    }
    do {
      let from = try source.map { (path) throws(Refusal) in try LocalPath(path + "/") }
      let to = try destination.map { (path) throws(Refusal) in try LocalPath(path + "/") }
      if let from { try check(from, origin: sourceOrigin) }
      if let to { try check(to, origin: destinationOrigin) }
      if let from, let to { try Self.checkPair(source: from, destination: to) }
      return nil
    } catch {
      return error.message
    }
  }
}
