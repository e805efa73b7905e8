/// What a session tells its owner: one event for each phase that was asked for.
public enum MoveEvent: Hashable, Sendable {
  /// Ledger and both roots are open.
  case prepared
  /// All that was listed is copied and synced or failed, and the listing is complete.
  case moved
  /// The phase ended at an object's boundary because it was told to.
  case halted
  /// All is synced, the family knows of it, and the ledger is shrunk.
  case settled(MoveEnd)
  /// The phase ended for a cause that can be healed; nothing is lost. The text says what to do.
  case blocked(String)
  /// The run cannot go on: its ledger is unusable. The text says why.
  case broken(String)
}
