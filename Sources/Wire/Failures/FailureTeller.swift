/// A way to write a list of failed objects, page by page.
public protocol FailureTeller {
  /// What stands before the first page.
  var opening: String { get }
  /// What stands behind the last page.
  var closing: String { get }
  /// A page.
  mutating func text(of entries: [FailureEntry]) -> String
}
