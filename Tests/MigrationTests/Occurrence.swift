import Calendar
import Migration

/// Every kind of event that a job can meet, with the word that the table of transitions uses.
enum Occurrence: String, CaseIterable {
  case start, pause, close, delete, slot, suspend, timeUp
  case retry, superseded, familyIdle, admitted, booted
  case prepared, moved, halted, settled, settledFailing, discarded
  case blockedPreparing, blockedMoving, blockedSettling
  case brokenPreparing, brokenMoving, brokenSettling

  /// The event itself.
  var event: JobEvent {
    switch self {
    case .start: .start
    case .pause: .pause
    case .close: .close
    case .delete: .delete
    case .slot: .startSlot(Instant(seconds: 1_000), .schedule)
    case .suspend: .suspendSlot(Instant(seconds: 1_000))
    case .timeUp: .timeUp
    case .retry: .retry(Self.failures, .user)
    case .superseded: .superseded(by: RunNumber(rawValue: 9))
    case .familyIdle: .familyIdle
    case .admitted: .admitted
    case .booted: .booted
    case .prepared: .mover(.prepared)
    case .moved: .mover(.moved)
    case .halted: .mover(.halted)
    case .settled: .mover(.settled(Settlement(Self.counts(failed: 0))))
    case .settledFailing:
      .mover(
        .settled(Settlement(Self.counts(failed: 2), remainder: Remainder(failing: 2, retryable: 1)))
      )
    case .discarded: .mover(.discarded)
    case .blockedPreparing: .mover(.blocked(.preparing, "mend"))
    case .blockedMoving: .mover(.blocked(.moving, "mend"))
    case .blockedSettling: .mover(.blocked(.settling, "mend"))
    case .brokenPreparing: .mover(.broken(.preparing, "gone"))
    case .brokenMoving: .mover(.broken(.moving, "gone"))
    case .brokenSettling: .mover(.broken(.settling, "gone"))
    }
  }

  /// What a retry takes: what still fails of some job's second run.
  static let failures = RunInput.failures(
    of: JobID(rawValue: 5), run: RunNumber(rawValue: 2))

  private static func counts(failed: Int64) -> RunCounts {
    var counts = RunCounts()
    (counts.total, counts.copied, counts.failed) = (7, 7 - failed, failed)
    counts.listed = true
    return counts
  }
}
