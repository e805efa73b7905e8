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
  static func move(_ order: MoveOrder, ledger: String) throws(BenchError) -> Measure {
    let (measure, end) = try measure(order, LedgerPlace(path: ledger, job: "bench", run: 1))
    ObjectLedger.removeFiles(ledger)
    guard end.counts.failed == 0 else {
      throw .failed("ferry's mover ended with \(end.counts.failed) failures")
    }
    return measure
  }

  /// What the benchmarks ask of a run.
  static func order(_ source: String, _ destination: String) -> MoveOrder {
    MoveOrder(
      job: "bench", run: 1, source: source, destination: destination,
      overwrite: .alwaysLastModified, boot: "bench")
  }

  /// Runs an order to its end, keeps its ledger and measures it.
  ///
  /// - Parameter atMoved: Called when all is moved, and the ledger has not shrunk yet.
  static func measure(
    _ order: MoveOrder, _ place: LedgerPlace, atMoved: () -> Void = {}
  ) throws(BenchError) -> (Measure, MoveEnd) {
    FerryMemory.resetPeak()
    let (start, processor) = (Child.now(), Measure.ownProcessor())
    var order = order
    (order.job, order.run) = (place.job, place.run)
    let end = try whole(order, place.path, atMoved)
    let seconds = Child.now() - start
    return (
      Measure(
        seconds: seconds, processor: Measure.ownProcessor() - processor,
        peakKiB: FerryMemory.peakKiB()), end
    )
  }

  private static func whole(
    _ order: MoveOrder, _ ledger: String, _ atMoved: () -> Void
  ) throws(BenchError) -> MoveEnd {
    let inbox = Inbox()
    let session = MoveSession(order: order, ledgerPath: ledger) { inbox.put($0) }
    defer { session.close() }
    session.prepare()
    try expect(inbox.take(), .prepared)
    session.move()
    try expect(inbox.take(), .moved)
    atMoved()
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
