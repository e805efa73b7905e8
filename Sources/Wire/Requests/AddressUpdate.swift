public import Migration

/// The wish that an address gets another secret, and another key's ID if one is named.
public struct AddressUpdate: Hashable, Sendable {
  /// The key's ID; empty to keep the one it has.
  public var accessID: String
  /// The secret.
  public var secret: GivenSecret

  /// A wish, not checked yet.
  public init(accessID: String = "", secret: GivenSecret) {
    self.accessID = accessID
    self.secret = secret
  }

  /// The request's body.
  public var json: JSONValue {
    let id = accessID.isEmpty ? [] : [JSONMember("AccessId", .string(accessID))]
    return .object(id + [JSONMember("AccessSecret", secret.withText { .string($0) })])
  }

  /// Reads and checks a request's body.
  ///
  /// - Throws: `MissingArgument` or `InvalidArgument` with the field; never with the secret.
  public init(json: JSONValue) throws(Refusal) {
    do throws(WireError) {
      let fields = try JSONFields(json, known: ["AccessId", "AccessSecret"])
      accessID = try fields.text("AccessId")
      if !accessID.isEmpty, let problem = BucketRules.problem(withAccessID: accessID) {
        throw WireError(.invalid, at: "AccessId", problem)
      }
      guard let secret = try GivenSecret(fields, "AccessSecret") else {
        throw WireError(.missing, at: "AccessSecret", "has to be given")
      }
      self.secret = secret
    } catch {
      throw error.refusal
    }
  }
}
