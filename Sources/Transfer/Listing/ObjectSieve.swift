import Migration
import Patterns

/// A job's filter, ready for use by the threads of a run.
///
/// It is asked in the order of what the answer costs: the key before any call of the system, the
/// time as soon as it is known.
final class ObjectSieve: Sendable {
  /// Whether symbolic links are left out.
  let excludesSymlinks: Bool
  /// Whether folders of their own are left out; what they hold is not.
  let excludesFolders: Bool

  private let filter: ObjectFilter
  private let includes: [KeyPattern]
  private let excludes: [KeyPattern]

  /// Compiles a filter.
  ///
  /// - Throws: `PatternError` for what was taken by another version of RE2 only.
  init(_ filter: ObjectFilter) throws(PatternError) {
    self.filter = filter
    excludesSymlinks = filter.excludesSymlinks
    excludesFolders = filter.excludesFolders
    includes = try Self.compiled(filter.includeKeys)
    excludes = try Self.compiled(filter.excludeKeys)
  }

  private static func compiled(_ texts: [String]) throws(PatternError) -> [KeyPattern] {
    var patterns: [KeyPattern] = []
    for text in texts { patterns.append(try KeyPattern(text)) }
    return patterns
  }

  /// Whether the key's rules let an object through.
  func passes(key: [UInt8]) -> Bool {
    guard beginsWell(key), !excludes.contains(where: { $0.matches(key) }) else { return false }
    return includes.isEmpty || includes.contains { $0.matches(key) }
  }

  /// Whether the times let an object through.
  ///
  /// - Parameter modified: Nanoseconds since 1970.
  func passes(modified: Int64) -> Bool {
    filter.passes(modified: modified)
  }

  /// Whether nothing in a folder can be moved, so that it need not even be opened.
  ///
  /// - Parameter folder: Its key, which ends in `/`.
  func leavesOutAll(in folder: [UInt8]) -> Bool {
    if excludes.contains(where: { $0.isOpenEnded && $0.matches(folder) }) { return true }
    guard !filter.prefixes.isEmpty else { return false }
    return !filter.prefixes.contains { prefix in
      folder.starts(with: prefix.bytes) || prefix.bytes.starts(with: folder)
    }
  }

  private func beginsWell(_ key: [UInt8]) -> Bool {
    filter.prefixes.isEmpty || filter.prefixes.contains { key.starts(with: $0.bytes) }
  }
}
