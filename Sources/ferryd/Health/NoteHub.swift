import Engine
import Migration

/// Hands what the engine tells on to all who listen, in their order.
final class NoteHub: NotePort {
  /// Gets a note, and the job as it is now if the note came of a change of it.
  typealias Listener = (EngineNote, Job?) -> Void

  private let listeners: [Listener]

  init(_ listeners: [Listener]) {
    self.listeners = listeners
  }

  func note(_ note: EngineNote) {
    for listener in listeners { listener(note, nil) }
  }

  func note(_ note: EngineNote, of job: Job) {
    for listener in listeners { listener(note, job) }
  }
}
