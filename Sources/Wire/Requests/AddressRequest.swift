public import Migration

/// The wish for a new address.
public struct AddressRequest: Hashable, Sendable {
  /// The name; checked by `Name`.
  public var name: String
  /// Where it is.
  public var detail: AddressShape
  /// `K1:V1,K2:V2`, or empty.
  public var tags: String
  /// The secret of a bucket's key.
  public var secret: GivenSecret?
  /// The token that makes a temporary key valid.
  public var token: GivenSecret?

  /// A wish, not checked yet.
  public init(
    name: String, detail: AddressShape, tags: String = "", secret: GivenSecret? = nil,
    token: GivenSecret? = nil
  ) {
    self.name = name
    self.detail = detail
    self.tags = tags
    (self.secret, self.token) = (secret, token)
  }

  /// The request's body.
  public var json: JSONValue {
    var place = detail.json
    for case (let name, let secret?) in [("AccessSecret", secret), ("SecurityToken", token)] {
      guard case .object(let members) = place else { break }
      place = .object(members + [JSONMember(name, secret.withText { .string($0) })])
    }
    var members = [JSONMember("Name", .string(name)), JSONMember("AddressDetail", place)]
    if !tags.isEmpty { members.append(JSONMember("Tags", .string(tags))) }
    return .object(members)
  }

  /// Reads and checks a request's body.
  ///
  /// - Throws: `MissingArgument`, `InvalidArgument` or `ImportAddressTypeInvalid`, each with the
  ///   path of the field.
  public init(json: JSONValue) throws(Refusal) {
    do {
      self = try Self(checking: json)
    } catch {
      throw error.refusal
    }
    if let problem = Served.problem(withRequestedType: detail.type) {
      throw Refusal(.invalidAddressType, "AddressDetail.AddressType: \(problem)")
    }
  }

  private init(checking json: JSONValue) throws(WireError) {
    let fields = try JSONFields(json, known: ["Name", "Tags", "AddressDetail"])
    name = try fields.required("Name")
    if let problem = Name.problem(with: name) {
      throw WireError(.invalid, at: "Name", problem)
    }
    tags = try fields.tags()
    guard
      let place = try fields.fields(
        "AddressDetail", known: ["AddressType", "Prefix"] + Self.served + Self.notServed)
    else { throw WireError(.missing, at: "AddressDetail", "has to be given") }
    detail = AddressShape(
      type: try place.required("AddressType"), prefix: try place.text("Prefix"),
      dataType: try place.text("DataType"), inventoryLocation: try place.text("InvLocation"),
      inventoryPath: try place.text("InvPath"))
    detail.requiresMount = try place.flag("RequireMount") ?? false
    // An unknown type is the caller's first mistake; its own fields are not judged then.
    guard Served.problem(withRequestedType: detail.type) == nil else { return }
    let kind = ServiceKind.named(detail.type)
    let own =
      kind != nil
      ? BucketShape.asked : Self.foldersOwn + (detail.type == "inv" ? Self.listsOwn : [])
    for name in Self.served + Self.notServed where !own.contains(name) && place.isGiven(name) {
      throw WireError(
        .invalid, at: place.place(name), "does not go with type '\(detail.type)'")
    }
    if let kind {
      let bucket = try BucketShape(place)
      secret = try GivenSecret(place, "AccessSecret")
      token = try GivenSecret(place, "SecurityToken", limit: BucketRules.tokenLimit)
      guard token == nil || secret != nil else {
        throw WireError(
          .missing, at: place.place("AccessSecret"), "has to be given with SecurityToken")
      }
      try bucket.check(kind, prefix: detail.prefix, hasSecret: secret != nil, place)
      detail.bucket = bucket
      return
    }
    if detail.type == "inv" { try Self.checkList(detail, place) }
    if let problem = LocalPath.problem(with: detail.prefix) {
      let kind: WireError.Kind = detail.prefix.isEmpty ? .missing : .invalid
      throw WireError(kind, at: place.place("Prefix"), problem)
    }
  }

  private static func checkList(
    _ detail: AddressShape, _ place: JSONFields
  ) throws(WireError) {
    for (name, value) in [
      ("DataType", try place.required("DataType")),
      ("InvLocation", try place.required("InvLocation")),
    ] {
      if let problem = Served.problem(withListPlace: value) {
        throw WireError(.invalid, at: place.place(name), problem)
      }
    }
    if let problem = LocalFile.problem(with: detail.inventoryPath) {
      let kind: WireError.Kind = detail.inventoryPath.isEmpty ? .missing : .invalid
      throw WireError(kind, at: place.place("InvPath"), problem)
    }
  }

  private static let served = foldersOwn + listsOwn + BucketShape.asked
  private static let foldersOwn = ["RequireMount"]
  private static let listsOwn = ["DataType", "InvLocation", "InvPath"]
  private static let notServed = [
    "AgentList", "HdfsAuthConfig", "InvAccessId", "InvAccessSecret", "InvBucket", "InvDomain",
    "InvRegionId", "InvRole", "Role",
  ]
}
