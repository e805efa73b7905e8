/// What a peer may do.
public enum Role: Hashable, Sendable, CaseIterable {
  /// May look at everything.
  case viewer
  /// May change everything.
  case admin
}
