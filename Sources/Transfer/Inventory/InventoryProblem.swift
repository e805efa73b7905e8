/// Why a list of objects cannot be used.
public struct InventoryProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong, and where.
  public let description: String
  /// Whether the list itself is wrong, not only out of reach: a run does not go on with another.
  public let isDamage: Bool

  /// A list that is wrong.
  public init(damage: String) {
    description = damage
    isDamage = true
  }

  /// What the objects come from cannot be listed on now.
  init(trouble: String) {
    description = trouble
    isDamage = false
  }

  /// A list that cannot be reached, with its positive errno.
  init(_ what: String, _ code: Int32) {
    description = "\(what): \(ObjectError.text(code))"
    isDamage = false
  }

  /// The sentence for the run's owner.
  var text: String {
    isDamage
      ? """
      \(description). A run does not go on with such a list: put it right, close the run and \
      start the job, so that a new run reads the list from its beginning.
      """
      : "\(description); put that right and start the job to go on."
  }
}
