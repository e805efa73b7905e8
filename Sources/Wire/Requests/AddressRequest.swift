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
  /// The secret of the key to the bucket that a list is in.
  public var listSecret: GivenSecret?
  /// The token that makes a temporary key valid.
  public var token: GivenSecret?

  /// A wish, not checked yet.
  public init(
    name: String, detail: AddressShape, tags: String = "", secret: GivenSecret? = nil,
    listSecret: GivenSecret? = nil, token: GivenSecret? = nil
  ) {
    self.name = name
    self.detail = detail
    self.tags = tags
    (self.secret, self.token) = (secret, token)
    self.listSecret = listSecret
  }

  /// The request's body.
  public var json: JSONValue {
    var place = detail.json
    for case (let name, let secret?) in [
      ("AccessSecret", secret), ("SecurityToken", token), ("InvAccessSecret", listSecret),
    ] {
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
    let kind = try Self.kindOfData(detail, place)
    try checkFields(detail, kind, place)
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
    }
    if detail.isList { try readList(place) }
    guard kind == nil, detail.type != "http" else { return }
    if let problem = LocalPath.problem(with: detail.prefix) {
      let kind: WireError.Kind = detail.prefix.isEmpty ? .missing : .invalid
      throw WireError(kind, at: place.place("Prefix"), problem)
    }
  }

  /// What kind of store the objects are in; nil if they are in none.
  private static func kindOfData(
    _ detail: AddressShape, _ place: JSONFields
  ) throws(WireError) -> ServiceKind? {
    guard detail.type == "inv" else { return ServiceKind.named(detail.type) }
    let type = try place.required("DataType")
    if let problem = Served.problem(withDataPlace: type) {
      throw WireError(.invalid, at: place.place("DataType"), problem)
    }
    return ServiceKind.named(type)
  }

  private func checkFields(
    _ detail: AddressShape, _ kind: ServiceKind?, _ place: JSONFields
  ) throws(WireError) {
    var own = kind != nil ? BucketShape.asked : detail.type == "http" ? [] : Self.foldersOwn
    if detail.type == "inv" { own += ["DataType"] }
    if detail.isList {
      own += ["InvLocation", "InvPath"]
      if ServiceKind.named(detail.inventoryLocation) != nil { own += BucketShape.askedOfList }
    }
    if detail.type != "http" { own.append("Prefix") }
    for name in ["Prefix"] + Self.served + Self.notServed
    where !own.contains(name) && place.isGiven(name) {
      if name == "PrivateHosts", detail.type == "http" {
        throw WireError(
          .invalid, at: place.place(name),
          "is for an administrator's file only; write one into addresses.d")
      }
      throw WireError(
        .invalid, at: place.place(name), "does not go with type '\(detail.type)'")
    }
  }

  /// Reads where a list is.
  private mutating func readList(_ place: JSONFields) throws(WireError) {
    let location = try place.required("InvLocation")
    if let problem = Served.problem(withListPlace: location) {
      throw WireError(.invalid, at: place.place("InvLocation"), problem)
    }
    let path = detail.inventoryPath
    let kind = ServiceKind.named(location)
    var problem =
      kind == nil ? LocalFile.problem(with: path) : InventoryPlace.problem(withKey: path)
    if problem == nil, detail.type != "http" { problem = Served.problem(withListFile: path) }
    if let problem {
      let kind: WireError.Kind = path.isEmpty ? .missing : .invalid
      throw WireError(kind, at: place.place("InvPath"), problem)
    }
    guard let kind else { return }
    let bucket = try BucketShape(place, "Inv")
    listSecret = try GivenSecret(place, "InvAccessSecret")
    try bucket.check(kind, prefix: "", hasSecret: listSecret != nil, place, "Inv")
    detail.listBucket = bucket
  }

  private static let served =
    foldersOwn + listsOwn + BucketShape.asked + BucketShape.askedOfList + ["PrivateHosts"]
  private static let foldersOwn = ["RequireMount"]
  private static let listsOwn = ["DataType", "InvLocation", "InvPath"]
  private static let notServed = ["AgentList", "HdfsAuthConfig", "InvRole", "Role"]
}

extension AddressShape {
  /// Whether it is a list, of objects or of URLs.
  fileprivate var isList: Bool { type == "inv" || type == "http" }
}
