import Migration
import Store
import Synchronization

/// The counts of a run while it works, without asking the ledger.
final class RunProgress: Sendable {
  private let recorded = Mutex(RunCounts())
  // What is done of batches that are still in the hands of workers.
  private let objects = Atomic<Int64>(0)
  private let bytes = Atomic<Int64>(0)
  private let failures = Atomic<Int64>(0)
  private let masked = Atomic<Int64>(0)

  /// The counts now.
  var counts: RunCounts {
    recorded.withLock { recorded in
      var counts = recorded
      counts.copied += objects.load(ordering: .relaxed)
      counts.copiedBytes = counts.copiedBytes.addingClamped(bytes.load(ordering: .relaxed))
      counts.failed += failures.load(ordering: .relaxed)
      return counts
    }
  }

  /// Files that lost a set-user-ID or set-group-ID bit.
  var maskedModes: Int64 { masked.load(ordering: .relaxed) }

  /// A file was copied without its set-user-ID or set-group-ID bit.
  func mask() {
    masked.wrappingAdd(1, ordering: .relaxed)
  }

  /// Begins with what the ledger says, while nothing is being done.
  func begin(_ counts: RunCounts) {
    recorded.withLock { recorded in
      recorded = counts
      objects.store(0, ordering: .relaxed)
      bytes.store(0, ordering: .relaxed)
      failures.store(0, ordering: .relaxed)
    }
  }

  /// Something was done that the ledger does not know yet, or is taken back.
  func fly(objects: Int64 = 0, bytes: Int64 = 0, failures: Int64 = 0) {
    if objects != 0 { self.objects.wrappingAdd(objects, ordering: .relaxed) }
    if bytes != 0 { self.bytes.wrappingAdd(bytes, ordering: .relaxed) }
    if failures != 0 { self.failures.wrappingAdd(failures, ordering: .relaxed) }
  }

  /// A batch was recorded, or given back (nil): what flew of it has landed.
  func land(_ flown: BatchOutcome, recorded outcome: BatchOutcome?) {
    recorded.withLock { counts in
      fly(
        objects: -flown.copied, bytes: -flown.copiedBytes, failures: -Int64(flown.failures.count))
      guard let outcome else { return }
      counts.copied += outcome.copied
      counts.copiedBytes = counts.copiedBytes.addingClamped(outcome.copiedBytes)
      counts.skipped += outcome.skipped
      counts.skippedBytes = counts.skippedBytes.addingClamped(outcome.skippedBytes)
      counts.failed += Int64(outcome.failures.count)
    }
  }

  /// A plan was recorded.
  func planned(_ plan: LedgerPlan) {
    recorded.withLock { counts in
      counts.total += plan.skipped + Int64(plan.failures.count)
      counts.total += Int64(plan.folders.count { $0.isCounted })
      counts.totalBytes = counts.totalBytes.addingClamped(plan.skippedBytes)
      for batch in plan.batches {
        counts.total += batch.objects
        counts.totalBytes = counts.totalBytes.addingClamped(batch.bytes)
      }
      counts.copied += plan.skipped
      counts.copiedBytes = counts.copiedBytes.addingClamped(plan.skippedBytes)
      counts.skipped += plan.skipped
      counts.skippedBytes = counts.skippedBytes.addingClamped(plan.skippedBytes)
      counts.failed += Int64(plan.failures.count)
      counts.listed = counts.listed || plan.isListed
    }
  }
}
