import CLinux
import Glibc
import Migration
import Store
import Synchronization
import Transfer

/// Runs ferry's own mover in this process, with its ledger, from the first listing to the last
/// sync.
enum FerryRun {
  /// Moves a tree and measures it.
  static func move(_ source: String, to destination: String, ledger: String) throws(BenchError)
    -> (Measure, RunCounts)
  {
    let (measure, end) = try measure(
      order(source, destination), LedgerPlace(path: ledger, job: "bench", run: 1))
    ObjectLedger.removeFiles(ledger)
    guard end.counts.failed == 0 else {
      throw .failed("ferry's mover ended with \(end.counts.failed) failures")
    }
    return (measure, end.counts)
  }

  /// What the benchmarks ask of a run.
  static func order(_ source: String, _ destination: String) -> MoveOrder {
    MoveOrder(
      job: "bench", run: 1, source: source, destination: destination,
      overwrite: .alwaysLastModified, boot: "bench")
  }

  /// Runs an order to its end, keeps its ledger and measures it.
  static func measure(
    _ order: MoveOrder, _ place: LedgerPlace
  ) throws(BenchError) -> (Measure, MoveEnd) {
    FerryMemory.resetPeak()
    let start = Child.now()
    var order = order
    (order.job, order.run) = (place.job, place.run)
    let end = try whole(order, place.path)
    let seconds = Child.now() - start
    return (Measure(seconds: seconds, peakKiB: FerryMemory.peakKiB()), end)
  }

  private static func whole(
    _ order: MoveOrder, _ ledger: String
  ) throws(BenchError) -> MoveEnd {
    let inbox = Inbox()
    let session = MoveSession(order: order, ledgerPath: ledger) { inbox.put($0) }
    defer { session.close() }
    session.prepare()
    try expect(inbox.take(), .prepared)
    session.move()
    try expect(inbox.take(), .moved)
    session.settle()
    let event = inbox.take()
    guard case .settled(let end) = event else {
      throw .failed("ferry's mover ended with \(event)")
    }
    return end
  }

  private static func expect(_ event: MoveEvent, _ wanted: MoveEvent) throws(BenchError) {
    guard event == wanted else { throw .failed("ferry's mover answered \(event)") }
  }
}

/// Takes a session's events to the thread that waits for them.
private final class Inbox: Sendable {
  private let events = Mutex<[MoveEvent]>([])

  func put(_ event: MoveEvent) {
    events.withLock { $0.append(event) }
  }

  /// Waits for the next event.
  func take() -> MoveEvent {
    while true {
      let event = events.withLock { $0.isEmpty ? nil : $0.removeFirst() }
      if let event { return event }
      // Short against what is measured, and free of what waits in ferry's own threads.
      usleep(200)
    }
  }
}
