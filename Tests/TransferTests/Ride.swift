import Dispatch
import Migration
import Store
import Synchronization
import Transfer

/// A session with its events, for a test that waits for them.
final class Ride: Sendable {
  let session: MoveSession
  private let events = Mutex<[MoveEvent]>([])
  private let arrived = DispatchSemaphore(value: 0)

  private final class Sink: Sendable {
    let ride = Mutex<(@Sendable (MoveEvent) -> Void)?>(nil)
  }

  init(_ order: MoveOrder, ledger: String) {
    let sink = Sink()
    session = MoveSession(order: order, ledgerPath: ledger) { event in
      sink.ride.withLock { $0 }?(event)
    }
    sink.ride.withLock { closure in
      closure = { [weak self] event in
        self?.events.withLock { $0.append(event) }
        self?.arrived.signal()
      }
    }
  }

  /// The next event; nil after half a minute without one.
  func next() -> MoveEvent? {
    guard arrived.wait(timeout: .now() + 30) == .success else { return nil }
    return events.withLock { $0.removeFirst() }
  }

  /// Prepares, moves, settles and closes.
  ///
  /// - Returns: The final counts; nil, and the event that was in the way, otherwise.
  static func whole(_ order: MoveOrder, ledger: String) -> (RunCounts?, MoveEvent?) {
    let (end, event) = end(order, ledger: ledger)
    return (end?.counts, event)
  }

  /// Prepares, moves, settles and closes.
  ///
  /// - Returns: The run's end; nil, and the event that was in the way, otherwise.
  static func end(_ order: MoveOrder, ledger: String) -> (MoveEnd?, MoveEvent?) {
    let ride = Ride(order, ledger: ledger)
    defer { ride.session.close() }
    ride.session.prepare()
    let prepared = ride.next()
    guard prepared == .prepared else { return (nil, prepared) }
    ride.session.move()
    let moved = ride.next()
    guard moved == .moved else { return (nil, moved) }
    ride.session.settle()
    let settled = ride.next()
    guard case .settled(let end)? = settled else { return (nil, settled) }
    return (end, nil)
  }
}

/// Two folders and a ledger for a test.
struct Ground {
  let folder: String

  init(_ folder: String) throws {
    self.folder = folder
    for path in [source, destination] {
      try Tree.folder(folder, String(path.dropFirst(folder.count + 1)))
    }
  }

  var source: String { folder + "/source" }
  var destination: String { folder + "/destination" }

  func ledger(_ run: Int64 = 1) -> String { "\(folder)/run-\(run).db" }

  func order(
    _ overwrite: OverwriteRule = .alwaysLastModified, run: Int64 = 1, boot: String = "boot 1"
  ) -> MoveOrder {
    MoveOrder(
      job: "j", run: run, source: source, destination: destination, overwrite: overwrite,
      boot: boot)
  }

  /// Runs the whole of a run and expects it to end.
  func run(_ overwrite: OverwriteRule, _ number: Int64) throws -> RunCounts {
    let (counts, event) = Ride.whole(order(overwrite, run: number), ledger: ledger(number))
    guard let counts else { throw Refused(event: event) }
    return counts
  }

  /// What differs between source and destination.
  func differences() throws -> [String] {
    Tree.differences(try Tree.read(destination), try Tree.read(source))
  }

  /// The failures of a run.
  func failures(_ run: Int64) throws -> [ObjectFailure] {
    try ObjectLedger(path: ledger(run), job: "j", run: run).failures(after: nil, limit: 1_000)
  }

  struct Refused: Error {
    let event: MoveEvent?
  }
}
