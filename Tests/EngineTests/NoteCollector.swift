import Engine
import Migration

/// The log of a test: keeps what it is told.
final class NoteCollector: NotePort {
  private(set) var notes: [EngineNote] = []

  func note(_ note: EngineNote, of job: Job?) { notes.append(note) }

  /// How often the store's trouble was told.
  var storeTroubles: Int {
    notes.count { if case .storeFailed = $0 { true } else { false } }
  }
}
