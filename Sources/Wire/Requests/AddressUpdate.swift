public import Migration

/// The wish that an address gets another secret, and another key's ID if one is named; or the bucket
/// that its list is in.
public struct AddressUpdate: Hashable, Sendable {
  /// The key's ID; empty to keep the one it has.
  public var accessID: String
  /// The secret.
  public var secret: GivenSecret
  /// Whether they are those of the bucket that the list is in.
  public var isOfList: Bool

  /// A wish, not checked yet.
  public init(accessID: String = "", secret: GivenSecret, isOfList: Bool = false) {
    self.accessID = accessID
    self.secret = secret
    self.isOfList = isOfList
  }

  private static func start(_ isOfList: Bool) -> String { isOfList ? "Inv" : "" }

  /// The request's body.
  public var json: JSONValue {
    let start = Self.start(isOfList)
    let id = accessID.isEmpty ? [] : [JSONMember(start + "AccessId", .string(accessID))]
    return .object(id + [JSONMember(start + "AccessSecret", secret.withText { .string($0) })])
  }

  /// Reads and checks a request's body.
  ///
  /// - Throws: `MissingArgument` or `InvalidArgument` with the field; never with the secret.
  public init(json: JSONValue) throws(Refusal) {
    do throws(WireError) {
      let names = ["AccessId", "AccessSecret"]
      let fields = try JSONFields(json, known: names + names.map { "Inv" + $0 })
      isOfList = names.contains { fields.isGiven("Inv" + $0) }
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
    } catch {
      throw error.refusal
    }
  }
}
