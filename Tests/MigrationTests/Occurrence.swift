import Calendar
import Migration

/// Every kind of event that a job can meet, with the word that the table of transitions uses.
enum Occurrence: String, CaseIterable {
  case start, pause, close, delete, slot, suspend, timeUp, admitted, booted
  case prepared, moved, halted, settled, discarded
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
    case .admitted: .admitted
    case .booted: .booted
    case .prepared: .mover(.prepared)
    case .moved: .mover(.moved)
    case .halted: .mover(.halted)
    case .settled: .mover(.settled(Settlement(Self.counts)))
    case .discarded: .mover(.discarded)
    case .blockedPreparing: .mover(.blocked(.preparing, "mend"))
    case .blockedMoving: .mover(.blocked(.moving, "mend"))
    case .blockedSettling: .mover(.blocked(.settling, "mend"))
    case .brokenPreparing: .mover(.broken(.preparing, "gone"))
    case .brokenMoving: .mover(.broken(.moving, "gone"))
    case .brokenSettling: .mover(.broken(.settling, "gone"))
    }
  }

  private static var counts: RunCounts {
    var counts = RunCounts()
    (counts.total, counts.copied, counts.listed) = (7, 7, true)
    return counts
  }
}
