/// A flag of the command line.
public struct Flag: Hashable, Sendable {
  /// What stands behind the name.
  public enum Kind: Hashable, Sendable {
    /// Nothing, or `=true` or `=false`.
    case toggle
    /// A value, shown under this word in help.
    case value(String)
  }

  /// What becomes of the flag in this version.
  public enum Effect: Hashable, Sendable {
    /// It does what it says.
    case served
    /// It is accepted with a warning: here it changes nothing, for this reason.
    case none(String)
    /// It is refused: it would change what is moved and cannot be honoured, for this reason.
    case refused(String)
  }

  /// The name without its dashes.
  public let name: String
  /// What stands behind the name.
  public let kind: Kind
  /// One line of help.
  public let help: String
  /// Whether it has to be given.
  public let isRequired: Bool
  /// What becomes of it.
  public let effect: Effect

  init(
    _ name: String, _ kind: Kind, _ help: String, required: Bool = false, _ effect: Effect = .served
  ) {
    self.name = name
    self.kind = kind
    self.help = help
    isRequired = required
    self.effect = effect
  }
}
