public import Migration

/// Why a secret cannot be had now; what is wrong, where, and what to do.
public struct SecretProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// The sentence; never with a byte of the secret.
  public let description: String

  init(_ description: String) {
    self.description = description
  }

  /// The same as what a look at an address has found.
  public var problem: Verification.Problem {
    .init(code: "SecretUnavailable", message: description)
  }

  /// The same as an answer to a request that needed it.
  public var refusal: Refusal {
    Refusal(.unavailable, description)
  }
}
