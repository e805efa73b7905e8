public import Migration

/// The wish that an address gets another secret, and another key's ID if one is named; or the bucket
/// that its list is in.
public struct AddressUpdate: Hashable, Sendable {
  /// The key's ID; empty to keep the one it has.
  public var accessID: String
  /// The secret.
  public var secret: GivenSecret
  /// The token that makes a temporary key valid; without one the key is a lasting one.
  public var token: GivenSecret?
  /// Whether they are those of the bucket that the list is in, whose key is a lasting one.
  public var isOfList: Bool

  /// A wish, not checked yet.
  public init(
    accessID: String = "", secret: GivenSecret, token: GivenSecret? = nil, isOfList: Bool = false
  ) {
    self.accessID = accessID
    (self.secret, self.token) = (secret, token)
    self.isOfList = isOfList
  }

  private static func start(_ isOfList: Bool) -> String { isOfList ? "Inv" : "" }

  /// The request's body.
  public var json: JSONValue {
    let start = Self.start(isOfList)
    let id = accessID.isEmpty ? [] : [JSONMember(start + "AccessId", .string(accessID))]
    let more = token.map { [JSONMember("SecurityToken", $0.withText { .string($0) })] } ?? []
    return .object(
      id + [JSONMember(start + "AccessSecret", secret.withText { .string($0) })] + more)
  }

  /// Reads and checks a request's body.
  ///
  /// - Throws: `MissingArgument` or `InvalidArgument` with the field; never with the secret.
  public init(json: JSONValue) throws(Refusal) {
    do throws(WireError) {
      let names = ["AccessId", "AccessSecret", "SecurityToken"]
      let listNames = ["InvAccessId", "InvAccessSecret"]
      let fields = try JSONFields(json, known: names + listNames)
      isOfList = listNames.contains { fields.isGiven($0) }
      let start = Self.start(isOfList)
      if isOfList, let other = names.first(where: { fields.isGiven($0) }) {
        throw WireError(
          .invalid, at: other, "goes into a request of its own: here stands the list's access key")
      }
      accessID = try fields.text(start + "AccessId")
      if !accessID.isEmpty, let problem = BucketRules.problem(withAccessID: accessID) {
        throw WireError(.invalid, at: start + "AccessId", problem)
      }
      guard let secret = try GivenSecret(fields, start + "AccessSecret") else {
        throw WireError(.missing, at: start + "AccessSecret", "has to be given")
      }
      self.secret = secret
      token = try GivenSecret(fields, "SecurityToken", limit: BucketRules.tokenLimit)
    } catch {
      throw error.refusal
    }
  }
}
