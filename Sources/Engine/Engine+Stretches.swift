import Calendar
import Migration

// What the log is told of slots that started nothing: the beginning of a stretch, and its sum when
// another outcome has ended it. The store's row is what counts, so that a restart tells nothing twice.

extension Engine {
  /// What a change that is about to be committed means for stretches of skipped slots.
  ///
  /// - Parameter change: Learns which stretch the log will have been told of as a whole.
  func stretchNotes(of change: inout JobChange) throws(StoreFailure) -> [EngineNote] {
    let entries = Self.outcomes(of: change)
    guard let earliest = entries.first else { return [] }
    let name = change.job.definition.name
    var told: [EngineNote] = []
    var kept = try store.stretch(of: change.job.id, before: earliest.slot)
    var open = kept?.slots
    for (slot, stretch) in entries {
      if let stretch, var longer = open, longer.reason == stretch.reason, longer.last < slot {
        longer.last = stretch.last
        longer.count += stretch.count
        open = longer
        continue
      }
      if let ended = kept, let all = open, all.count > ended.told {
        told.append(.skippedInAll(job: name, stretch: all))
        change.toldStretch = all.first
      }
      if let stretch { told.append(.skipped(job: name, stretch: stretch)) }
      (kept, open) = (nil, stretch)
    }
    return told
  }

  /// The slots that get an outcome, or begin to wait, in their order.
  private static func outcomes(
    of change: JobChange
  ) -> [(slot: Instant, stretch: SlotStretch?)] {
    var outcomes = change.skipped.map { ($0.first, Optional($0)) }
    for record in change.records {
      switch record {
      case .slot(let slot, _), .queue(let slot, _): outcomes.append((slot, nil))
      case .openRun, .status, .endRun, .breakRun, .unqueue, .spend, .planRetry, .remove:
        break
      }
    }
    return outcomes.sorted { $0.0 < $1.0 }
  }
}
