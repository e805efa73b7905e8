import Calendar

/// Which of a source's objects a job moves.
///
/// The kinds of rules all have to let an object through; within a list one rule is enough, and what
/// is excluded stays out whatever includes it.
public struct ObjectFilter: Hashable, Sendable {
  /// Beginnings of keys, of which a key has to have one; empty for all keys.
  public var prefixes: [ObjectKey] = []
  /// Regular expressions over whole keys, of which one has to match; empty for all keys.
  public var includeKeys: [String] = []
  /// Regular expressions over whole keys, of which none may match.
  public var excludeKeys: [String] = []
  /// Times in one of which an object has to be modified; empty for any time.
  public var includeModified: [TimeRange] = []
  /// Times in which an object must not be modified.
  public var excludeModified: [TimeRange] = []
  /// Whether folders of their own are left out; what they hold is moved.
  public var excludesFolders = false
  /// Whether symbolic links are left out.
  public var excludesSymlinks = false

  /// The most entries of one list.
  public static let longestList = 100

  /// The longest prefix in bytes: the longest key that an object store takes.
  public static let longestPrefix = 1_024

  /// A filter that leaves nothing out.
  public init() {}

  /// Whether the times let an object through.
  ///
  /// - Parameter modified: Nanoseconds since 1970; the second that it falls in counts.
  public func passes(modified: Int64) -> Bool {
    if includeModified.isEmpty, excludeModified.isEmpty { return true }
    let (whole, rest) = modified.quotientAndRemainder(dividingBy: 1_000_000_000)
    let second = Instant(seconds: rest < 0 ? whole - 1 : whole)
    if excludeModified.contains(where: { $0.contains(second) }) { return false }
    return includeModified.isEmpty || includeModified.contains { $0.contains(second) }
  }
}
