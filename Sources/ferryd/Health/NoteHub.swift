import Engine

/// Hands what the engine tells on to all who listen, in their order.
final class NoteHub: NotePort {
  private let listeners: [(EngineNote) -> Void]

  init(_ listeners: [(EngineNote) -> Void]) {
    self.listeners = listeners
  }

  func note(_ note: EngineNote) {
    for listener in listeners { listener(note) }
  }
}
