internal import Migration
internal import Wire

extension MgwAPI {
  var addressRoutes: [Route] { addressLooks + addressChanges }

  private static let one = "/address/{name}"

  private var addressLooks: [Route] {
    [
      Route("GET", "/addresslist") { [self] request, _ throws(Refusal) in
        let list = try port.addresses(PageQuery(query: request.queryPairs))
        let agents = try records.agents(ofAddressesNamed: list.addresses.map(\.name))
        let shown = list.addresses.map { told($0, agents: agents[$0.name] ?? []) }
        let page = list.json.setting("ImportAddress", .array(shown))
        return .xml(MgwShapes.addressList.element("ImportAddressList", of: page))
      },
      // Also VerifyAddress, which is a look by its method and more than that by what it does.
      Route("GET", MgwAPI.one) { [self] request, names throws(Refusal) in
        let name = names["name", default: ""]
        guard request.asks(for: "verify") else {
          try request.refuseQuery()
          let view = try port.address(named: name)
          let agents = try records.agents(ofAddressesNamed: [view.name])
          let json = told(view, agents: agents[view.name] ?? [])
          return .xml(MgwShapes.address.element("ImportAddress", of: json))
        }
        try policy.check(request.caller, needs: .operator)
        let view = try records.beginVerifying(addressNamed: name, by: request.caller)
        return .xml(MgwShapes.verification.element("VerifyAddressResponse", of: view.json))
      },
    ]
  }

  private var addressChanges: [Route] {
    [
      Route("POST", "/address", action: "CreateAddress") { [self] request, _ throws(Refusal) in
        try request.refuseQuery()
        var json = try request.xml("ImportAddress", MgwShapes.address)
        let place = json["AddressDetail"] ?? .null
        let agents = try MgwAPI.names(in: place["AgentList"]?.plainText ?? "")
        if place != .null { json = json.setting("AddressDetail", place.removing("AgentList")) }
        let wish = try AddressRequest(json: json)
        try records.checkAgents(agents)
        _ = try port.createAddress(wish, by: request.caller)
        if !agents.isEmpty {
          try records.setAgents(agents, ofAddressNamed: wish.name, by: request.caller)
        }
        return Response.done.about(wish.name)
      },
      Route("PUT", MgwAPI.one, action: "UpdateAddress") {
        [self] request, names throws(Refusal) in
        try request.refuseQuery()
        let json = try request.xml("ImportAddress", MgwShapes.address)
        guard case .object(let members) = json, let list = json["AgentList"]?.plainText else {
          throw Refusal(.missingArgument, "AgentList: has to be given; it may be empty")
        }
        if let other = members.first(where: { $0.name != "AgentList" }) {
          throw Refusal(
            .invalidArgument,
            "\(other.name.prefix(60)): only AgentList of an address can be changed")
        }
        try records.setAgents(
          try MgwAPI.names(in: list), ofAddressNamed: names["name", default: ""],
          by: request.caller)
        return .done
      },
      Route("DELETE", MgwAPI.one, action: "DeleteAddress") {
        [self] request, names throws(Refusal) in
        try request.refuseQuery()
        try port.deleteAddress(named: names["name", default: ""], by: request.caller)
        return .gone
      },
    ]
  }

  /// An address with what only this dialect tells of it.
  private func told(_ view: AddressView, agents: [String]) -> JSONValue {
    var json = view.json
    if let detail = json["AddressDetail"], !agents.isEmpty {
      json = json.setting(
        "AddressDetail",
        detail.setting("AgentList", .string(agents.joined(separator: ","))))
    }
    // Empty is how the service says that a look goes on.
    guard records.isVerifying(addressNamed: view.name) else { return json }
    return json.setting("Status", "").setting("VerifyTime", "")
  }

  /// The names of a list by commas, each once.
  private static func names(in list: String) throws(Refusal) -> [String] {
    var names: [String] = []
    for part in list.split(separator: ",") {
      let name = String(part.drop { $0 == " " })
      if let problem = Name.problem(with: name) {
        throw Refusal(.invalidArgument, "AgentList: '\(name.prefix(70))': \(problem)")
      }
      if !names.contains(name) { names.append(name) }
    }
    return names
  }
}
