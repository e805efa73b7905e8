import Calendar
import Configuration
import Engine
import Migration
import Platform
import Server
import Store
import Wire

extension Control {
  func createAddress(_ request: AddressRequest, by caller: Caller) throws(Refusal) -> AddressView {
    let now = WallClock.now()
    let version = UUIDText.random()
    var location = try Address.Location(request.detail)
    for (secret, token, id, isOfList) in [
      (request.secret, request.token, request.detail.bucket?.accessID, false),
      (request.listSecret, nil, request.detail.listBucket?.accessID, true),
    ] {
      guard let secret, let id else { continue }
      let access = BucketPlace.Access(
        id: id, secret: try secrets.seal(secret, token, forAddress: version))
      guard let opened = location.opened(by: access, list: isOfList) else { throw Self.unexpected }
      location = opened
    }
    let address = Address(
      name: try Name(request.name, of: "address"), version: version,
      location: location, origin: .api, tags: request.tags, created: now, modified: now,
      requiresMount: request.detail.requiresMount)
    let command = Command.createAddress(address, resolved: ResolvedPath.soon(location))
    guard case .address(let made) = try gate.perform(command) else { throw Self.unexpected }
    return AddressView(made)
  }

  func updateAddress(
    named name: String, _ update: AddressUpdate, by caller: Caller
  ) throws(Refusal) -> AddressView {
    let address = try reader.address(named: name)
    if case .file(let path) = address.origin {
      throw Refusal(
        .invalidArgument,
        "address '\(address.name)' is defined by \(path); the secret stands where that says")
    }
    let found =
      update.isOfList ? address.location.list?.listBucket : address.location.bucket
    guard let bucket = found else {
      throw Refusal(
        .invalidAddressType,
        update.isOfList
          ? "address '\(address.name)' has no list in an object store and needs no secret for it"
          : "address '\(address.name)' is no object store and needs no secret")
    }
    let id = update.accessID.isEmpty ? bucket.access?.id ?? "" : update.accessID
    guard !id.isEmpty else {
      throw Refusal(
        .missingArgument,
        "\(update.isOfList ? "Inv" : "")AccessId: has to be given: address '\(address.name)' has none that the secret belongs to"
      )
    }
    let access = BucketPlace.Access(
      id: id, secret: try secrets.seal(update.secret, update.token, forAddress: address.version))
    let command = Command.setAccess(
      address.name, access, of: address.version, ofList: update.isOfList)
    guard case .address(let changed) = try gate.perform(command) else { throw Self.unexpected }
    return AddressView(changed)
  }

  func address(named name: String) throws(Refusal) -> AddressView {
    let address = try reader.address(named: name)
    var view = AddressView(address)
    view.detail.bucket?.secretProblem =
      secrets.problem(with: address.location.bucket?.access, of: address)?.message ?? ""
    let listAccess = address.location.list?.listBucket?.access
    view.detail.listBucket?.secretProblem =
      secrets.problem(with: listAccess, of: address)?.message ?? ""
    return view
  }

  func verifyAddress(named name: String, by caller: Caller) throws(Refusal) -> VerifyView {
    let address = try reader.address(named: name)
    let isWritten = try reader.read { (store) throws(StoreFailure) in
      try store.isDestination(address.name)
    }
    let result = AddressProbe.look(
      at: address, paths: paths, secrets: secrets, isWritten: isWritten, takesMount: true,
      isThorough: true, now: WallClock.now())
    _ = try gate.perform(.verified(address.name, result))
    return VerifyView(
      status: result.problem == nil ? "available" : "unavailable", verifyTime: result.at,
      errorCode: result.problem?.code ?? "", errorMessage: result.problem?.message ?? "")
  }
}

extension Address.Location {
  /// The place that a request names, which `AddressRequest` has judged; without what opens it.
  fileprivate init(_ detail: AddressShape) throws(Refusal) {
    if let kind = ServiceKind.named(detail.type), let bucket = detail.bucket {
      self = .bucket(bucket.place(kind, prefix: detail.prefix))
    } else if detail.type == "local" {
      self = .local(try LocalPath(detail.prefix))
    } else {
      self = .inventory(
        InventoryPlace(data: try Self.data(of: detail), list: try Self.list(of: detail)))
    }
  }

  private static func data(of detail: AddressShape) throws(Refusal) -> InventoryPlace.Data {
    // Only an administrator's file opens private networks.
    if detail.type == "http" { return .web(reachesPrivate: false) }
    guard let kind = ServiceKind.named(detail.dataType), let bucket = detail.bucket else {
      return .folder(try LocalPath(detail.prefix))
    }
    return .bucket(bucket.place(kind, prefix: detail.prefix))
  }

  private static func list(of detail: AddressShape) throws(Refusal) -> InventoryPlace.List {
    guard let kind = ServiceKind.named(detail.inventoryLocation), let bucket = detail.listBucket
    else { return .file(try LocalFile(detail.inventoryPath)) }
    return .object(detail.inventoryPath, in: bucket.place(kind, prefix: ""))
  }
}
