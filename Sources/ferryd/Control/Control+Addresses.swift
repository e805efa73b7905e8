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
    if let secret = request.secret, let id = request.detail.bucket?.accessID {
      location = try location.opened(
        by: id, try secrets.seal(secret, request.token, forAddress: version))
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
    guard let bucket = address.location.bucket else {
      throw Refusal(
        .invalidAddressType, "address '\(address.name)' is no object store and needs no secret")
    }
    let id = update.accessID.isEmpty ? bucket.access?.id ?? "" : update.accessID
    guard !id.isEmpty else {
      throw Refusal(
        .missingArgument,
        "AccessId: has to be given: address '\(address.name)' has none that the secret belongs to")
    }
    let access = BucketPlace.Access(
      id: id, secret: try secrets.seal(update.secret, update.token, forAddress: address.version))
    let command = Command.setAccess(address.name, access, of: address.version)
    guard case .address(let changed) = try gate.perform(command) else { throw Self.unexpected }
    return AddressView(changed)
  }

  func address(named name: String) throws(Refusal) -> AddressView {
    let address = try reader.address(named: name)
    var view = AddressView(address)
    view.detail.bucket?.secretProblem = secrets.problem(with: address)?.message ?? ""
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
      return
    }
    let data = try LocalPath(detail.prefix)
    guard detail.type == "inv" else {
      self = .local(data)
      return
    }
    let manifest = try LocalFile(detail.inventoryPath)
    self = .inventory(InventoryPlace(data: data, manifest: manifest))
  }

  /// The same place with the key that opens it.
  fileprivate func opened(by id: String, _ secret: SecretSource) throws(Refusal) -> Self {
    guard case .bucket(var place) = self else { throw Control.unexpected }
    place.access = BucketPlace.Access(id: id, secret: secret)
    return .bucket(place)
  }
}
