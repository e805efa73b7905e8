import Calendar
import CLinux
import Migration
import Store
import Synchronization

/// Hands the objects of claimed batches to threads, one by one, and records what became of a batch
/// when its last object is over.
///
/// A request to a store takes long and costs little, so many objects of one batch are under way at
/// once, where a local batch has one thread.
final class FlightDesk: Sendable {
  private struct Present {
    var flight: Flight?
    var next = 0
  }

  private let run: RunContext
  private let present = Monitor(Present())

  init(_ run: RunContext) {
    self.run = run
  }

  /// The next object; waits until there is one.
  ///
  /// When the phase ends, the objects of the present batch are still handed out: each is counted.
  ///
  /// - Returns: Nil when there are no more.
  func next() throws(LedgerError) -> Flight.Task? {
    try present.change { present in
      Result { () throws(LedgerError) -> Flight.Task? in
        while true {
          if let flight = present.flight, present.next < flight.keys.count {
            present.next += 1
            return Flight.Task(flight: flight, index: present.next - 1)
          }
          present.flight = nil
          guard run.waitForBatch() else { return nil }
          let now = Instant(microseconds: ferry_realtime_us())
          guard let claim = try run.ledger.claim(now: now) else { continue }
          // The planner may wait for this.
          run.state.change { _ in }
          present = Present(flight: try Flight(claim, ledger: run.ledger.path), next: 0)
        }
      }
    }.get()
  }

  /// Records what became of a batch whose last object is over.
  func finish(_ flight: Flight) throws(LedgerError) {
    let (claim, outcome) = (flight.claim, flight.outcome)
    guard let (done, rest) = flight.split() else {
      try run.ledger.complete(claim, outcome)
      return try landed(claim.packed, outcome)
    }
    // One that was claimed before stays as it is: what an earlier claim has left in a folder is named
    // after it.
    let isNamed = run.order.destinationFolder != nil && claim.retestSince != nil
    guard done.objects > 0, !isNamed else {
      run.progress.land(outcome, recorded: nil)
      return try run.ledger.giveBack(claim)
    }
    try run.ledger.complete(claim, outcome, done: done, leaving: rest)
    try landed(done.packed, outcome)
  }

  private func landed(_ packed: [UInt8], _ outcome: BatchOutcome) throws(LedgerError) {
    run.progress.land(outcome, recorded: outcome)
    run.state.change { $0.doneSinceSync += 1 }
    let count = Int(outcome.copied) + outcome.failures.count
    try run.tell(packed, first: count, outcome.failures)
  }
}
