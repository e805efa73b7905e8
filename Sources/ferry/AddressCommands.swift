import Wire

/// The verbs about addresses.
extension Session {
  func createAddress() throws(Failure) -> Answer {
    var detail = AddressShape(
      type: invocation.value("address-type") ?? "", prefix: invocation.value("prefix") ?? "",
      dataType: invocation.value("data-type") ?? "",
      inventoryLocation: invocation.value("inv-location") ?? "",
      inventoryPath: invocation.value("inv-path") ?? "")
    detail.requiresMount = invocation.isSet("require-mount")
    // The daemon says what of it does not go with the type.
    let bucket = BucketShape(
      bucket: invocation.value("bucket") ?? "", region: invocation.value("region-id") ?? "",
      domain: invocation.value("domain") ?? "", isPathStyle: invocation.isSet("path-style"),
      accessID: invocation.value("access-id") ?? "")
    if bucket != BucketShape(bucket: "") { detail.bucket = bucket }
    let request = AddressRequest(
      name: name, detail: detail, secret: try secret().map { GivenSecret($0) },
      token: try token().map { GivenSecret($0) })
    let (view, text) = try told(
      ControlRequest("POST", "addresses", body: request.json), as: AddressView.self)
    return Answer(data: text, lines: ["address \(view.name) is made"])
  }

  func updateAddress() throws(Failure) -> Answer {
    guard let secret = try secret() else {
      throw Failure.usage(UsageError("--access-secret is empty; '-' reads it from standard input"))
    }
    let update = AddressUpdate(
      accessID: invocation.value("access-id") ?? "", secret: GivenSecret(secret),
      token: try token().map { GivenSecret($0) })
    let (view, text) = try told(
      ControlRequest("PUT", "addresses", name, body: update.json), as: AddressView.self)
    return Answer(data: text, lines: ["address \(view.name) has another access key"])
  }

  func getAddress() throws(Failure) -> Answer {
    let (view, text) = try told(ControlRequest("GET", "addresses", name), as: AddressView.self)
    var rows: [(String, TextTable.Cell)] = [
      ("Name", .init(view.name)), ("Type", .init(view.detail.type)),
      ("Prefix", .init(view.detail.prefix)),
    ]
    for (label, value) in [
      ("DataType", view.detail.dataType), ("InvLocation", view.detail.inventoryLocation),
      ("InvPath", view.detail.inventoryPath),
      ("RequireMount", view.detail.requiresMount ? "yes" : ""), ("Mount", view.detail.mount),
    ] where !value.isEmpty {
      rows.append((label, .init(value)))
    }
    rows += view.detail.bucket.map { bucketRows($0) } ?? []
    rows += [
      ("Status", cell(ofStatus: view.status)),
      ("Verified", .init(LocalClock.text(view.verifyTime))),
    ]
    if !view.verifyResult.errorMessage.isEmpty {
      let problem = "\(view.verifyResult.errorCode): \(view.verifyResult.errorMessage)"
      rows.append(("Problem", .init(problem, .red)))
    }
    if !view.tags.isEmpty { rows.append(("Tags", .init(view.tags))) }
    rows += [
      ("Created", .init(LocalClock.text(view.createTime))), ("Origin", .init(view.origin)),
      ("Owner", .init(view.owner)), ("Version", .init(view.version)),
    ]
    return Answer(data: text, lines: TextTable.list(rows, colours: console.colours))
  }

  private func bucketRows(_ bucket: BucketShape) -> [(String, TextTable.Cell)] {
    let texts = [
      ("Bucket", bucket.bucket), ("Region", bucket.region), ("Domain", bucket.domain),
      ("PathStyle", bucket.isPathStyle ? "yes" : ""),
      ("AuthorityFile", bucket.authorityFile), ("AccessId", bucket.accessID),
      ("Secret", bucket.secretFrom),
    ]
    var rows = texts.filter { !$0.1.isEmpty }.map { ($0.0, TextTable.Cell($0.1)) }
    if !bucket.secretProblem.isEmpty {
      rows.append(("SecretProblem", .init(bucket.secretProblem, .red)))
    }
    return rows
  }

  func listAddresses() throws(Failure) -> Answer {
    let view = try ask(page("addresses"), for: AddressListView.self)
    var table = TextTable([
      "CreateTime", "Name", "Version", "Status", "AddressType", "DataType", "AgentList",
    ])
    for address in view.addresses {
      table.add([
        .init(LocalClock.text(address.createTime)), .init(address.name), .init(address.version),
        cell(ofStatus: address.status), .init(address.detail.type),
        .init(address.detail.dataType.isEmpty ? "-" : address.detail.dataType), .init("-"),
      ])
    }
    return Answer(
      data: JSONValue.array(view.addresses.map(\.json)).text,
      lines: table.lines(colours: console.colours) + more(view.truncated, view.nextMarker))
  }

  func verifyAddress() throws(Failure) -> Answer {
    let (view, text) = try told(
      ControlRequest("POST", "addresses", name, "verify"), as: VerifyView.self)
    let isAvailable = view.status == "available"
    let words = isAvailable ? "available" : "\(view.errorCode): \(view.errorMessage)"
    let cell = TextTable.Cell(words, isAvailable ? .green : .red)
    return Answer(
      data: text, lines: TextTable.list([(name, cell)], colours: console.colours),
      exit: isAvailable ? .done : .refused)
  }

  func deleteAddress() throws(Failure) -> Answer {
    try confirmDeletion(of: "address")
    let response = try send(ControlRequest("DELETE", "addresses", name))
    return Answer(status: response.status, lines: ["address \(name) is deleted"])
  }

  /// A request for a page of a list by `--count` and `--marker`.
  func page(_ list: String) throws(Failure) -> ControlRequest {
    var request = ControlRequest("GET", list)
    request.add("count", String(try whole("count", in: 1...100) ?? 50))
    request.add("marker", invocation.value("marker"))
    return request
  }

  /// The line that says how to see the rest of a list.
  func more(_ truncated: Bool, _ marker: String) -> [String] {
    truncated ? ["there are more: --marker \(TerminalText.safe(marker))"] : []
  }
}
