import Engine

/// The log of a test: keeps what it is told.
final class NoteCollector: NotePort {
  private(set) var notes: [EngineNote] = []

  func note(_ note: EngineNote) { notes.append(note) }

  /// How often the store's trouble was told.
  var storeTroubles: Int {
    notes.count { if case .storeFailed = $0 { true } else { false } }
  }
}
