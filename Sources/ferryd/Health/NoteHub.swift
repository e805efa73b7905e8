import Engine
import Migration

/// Hands what the engine tells on to all who listen, in their order, with the job that it is about.
final class NoteHub: NotePort {
  private let ports: [any NotePort]
  private let listeners: [(EngineNote) -> Void]

  init(_ ports: [any NotePort], _ listeners: [(EngineNote) -> Void]) {
    self.ports = ports
    self.listeners = listeners
  }

  func note(_ note: EngineNote, of job: Job?) {
    for port in ports { port.note(note, of: job) }
    for listener in listeners { listener(note) }
  }
}
