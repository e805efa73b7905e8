import Synchronization

/// How often a lock was held for longer than the busy timeout, in this process.
public enum BusyCount {
  private static let count = Atomic<Int64>(0)

  /// The number so far.
  public static var total: Int64 { count.load(ordering: .relaxed) }

  static func add() { count.wrappingAdd(1, ordering: .relaxed) }
}
