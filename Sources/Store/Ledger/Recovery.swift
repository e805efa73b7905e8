public import Migration

/// An object that failed before and needs no copy now.
public struct Recovery: Hashable, Sendable {
  /// Its key.
  public var key: ObjectKey
  /// Its facts now.
  public var facts: ObjectFacts
  /// Whether something else took its place at the source: a folder that of an object or the reverse.
  ///
  /// What did is moved instead.
  public var isReplaced: Bool

  /// An object with its facts of now.
  public init(key: ObjectKey, facts: ObjectFacts, isReplaced: Bool = false) {
    self.key = key
    self.facts = facts
    self.isReplaced = isReplaced
  }

  /// Whether it stands for more than itself, so that it counts only when the run has done all.
  var countsIfSealed: Bool {
    isReplaced || key.isFolder
  }
}

extension ObjectKey {
  /// Whether it is a folder's.
  var isFolder: Bool { bytes.last == UInt8(ascii: "/") }
}
