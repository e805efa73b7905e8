public import Migration

/// The wish that an address gets another secret, and another key's ID if one is named.
public struct AddressUpdate: Hashable, Sendable {
  /// The key's ID; empty to keep the one it has.
  public var accessID: String
  /// The secret.
  public var secret: GivenSecret
  /// The token that makes a temporary key valid; without one the key is a lasting one.
  public var token: GivenSecret?

  /// A wish, not checked yet.
  public init(accessID: String = "", secret: GivenSecret, token: GivenSecret? = nil) {
    self.accessID = accessID
    (self.secret, self.token) = (secret, token)
  }

  /// The request's body.
  public var json: JSONValue {
    let id = accessID.isEmpty ? [] : [JSONMember("AccessId", .string(accessID))]
    let more = token.map { [JSONMember("SecurityToken", $0.withText { .string($0) })] } ?? []
    return .object(id + [JSONMember("AccessSecret", secret.withText { .string($0) })] + more)
  }

  /// Reads and checks a request's body.
  ///
  /// - Throws: `MissingArgument` or `InvalidArgument` with the field; never with the secret.
  public init(json: JSONValue) throws(Refusal) {
    do throws(WireError) {
      let fields = try JSONFields(json, known: ["AccessId", "AccessSecret", "SecurityToken"])
      accessID = try fields.text("AccessId")
      if !accessID.isEmpty, let problem = BucketRules.problem(withAccessID: accessID) {
        throw WireError(.invalid, at: "AccessId", problem)
      }
      guard let secret = try GivenSecret(fields, "AccessSecret") else {
        throw WireError(.missing, at: "AccessSecret", "has to be given")
      }
      self.secret = secret
      token = try GivenSecret(fields, "SecurityToken", limit: BucketRules.tokenLimit)
    } catch {
      throw error.refusal
    }
  }
}
