import CLinux
import Store

/// Makes done batches durable while the run goes on.
final class Syncer {
  /// Done batches after which a sync begins.
  private static let batches = 64
  /// Nanoseconds after which one begins for fewer.
  private static let interval: Int64 = 5_000_000_000

  private let run: RunContext

  init(_ run: RunContext) {
    self.run = run
  }

  /// Syncs now and then until the phase is over.
  func work() {
    while isDue() {
      do throws(LedgerError) {
        if let reason = try Self.sync(run) { return run.end(.blocked(reason)) }
      } catch {
        return run.end(error)
      }
    }
  }

  private func isDue() -> Bool {
    var start: Int64?
    return run.state.wait { state, deadline in
      if state.isOver || state.ending != nil { return false }
      guard state.doneSinceSync > 0 else { return nil }
      let now = ferry_monotonic_ns()
      let due = (start ?? now) + Self.interval
      start = due - Self.interval
      guard state.doneSinceSync >= Self.batches || now >= due else {
        deadline = due
        return nil
      }
      state.doneSinceSync = 0
      return true
    }
  }

  /// Syncs the destination; the batches that were done before it began are durable then.
  ///
  /// - Returns: A sentence if the destination could not be synced.
  static func sync(_ run: RunContext) throws(LedgerError) -> String? {
    let done = try run.ledger.lastDone()
    // What a store has taken, it keeps.
    let code = run.roots.destination < 0 ? 0 : ferry_sync_file_system(run.roots.destination)
    guard code == 0 else {
      // The system reports a lost write once: the next sync would succeed without the data.
      run.state.change { $0.isUnsynced = true }
      try run.ledger.distrust()
      return """
        What was written to \(run.order.destination) cannot be synced to its disk: \
        \(ObjectError.text(-code)); look at the disk and start the job to copy it again.
        """
    }
    if let done { try run.ledger.markDurable(upTo: done) }
    return nil
  }
}
