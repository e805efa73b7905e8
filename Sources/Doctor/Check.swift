public import Wire

/// One thing that is examined.
///
/// A check is a name and a closure: whoever examines puts those together that can be made there.
public struct Check: Sendable {
  /// What is examined, in a word; its findings carry it.
  public let name: String
  /// How long it may take, in seconds.
  public let patience: Int
  private let body: @Sendable (String) -> [FindingView]

  /// A check.
  ///
  /// - Parameters:
  ///   - name: What is examined, in a word.
  ///   - patience: How long it may take, in seconds; a dead mount blocks whoever touches it.
  ///   - body: Examines, on a thread of its own; gets the name for its findings.
  public init(
    _ name: String, patience: Int = 5, _ body: @escaping @Sendable (String) -> [FindingView]
  ) {
    self.name = name
    self.patience = patience
    self.body = body
  }

  func findings() -> [FindingView] { body(name) }
}
