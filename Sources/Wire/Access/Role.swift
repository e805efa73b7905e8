/// What a caller may do; each may do what those before it may.
public enum Role: String, Hashable, Sendable, CaseIterable, Comparable {
  /// May look at everything.
  case viewer
  /// May also run what is defined: start, pause, close, retry and limit jobs, verify addresses.
  case `operator`
  /// May change everything.
  case admin

  /// Whether it may do less.
  public static func < (left: Role, right: Role) -> Bool {
    left.rank < right.rank
  }

  private var rank: Int {
    switch self {
    case .viewer: 0
    case .operator: 1
    case .admin: 2
    }
  }
}
