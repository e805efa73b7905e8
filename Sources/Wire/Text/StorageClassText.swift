public import Migration

/// A storage class as requests, flags and files name it; empty for the bucket's usual one.
public struct StorageClassText: Hashable, Sendable {
  /// The class, nil for the usual one.
  public let storageClass: StorageClass?

  /// The text of a class.
  public init(_ storageClass: StorageClass?) {
    self.storageClass = storageClass
  }

  /// Reads a text.
  public init(_ text: String) throws(ValueProblem) {
    if !text.isEmpty, let problem = StorageClass.problem(with: text) { throw ValueProblem(problem) }
    storageClass = StorageClass(text)
  }

  /// The word, or nothing.
  public var text: String { storageClass?.name ?? "" }
}
