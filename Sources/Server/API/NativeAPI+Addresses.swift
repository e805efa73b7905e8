internal import Migration
internal import Wire

extension NativeAPI {
  var addressRoutes: [Route] {
    let one = "\(NativeAPI.base)/addresses/{name}"
    return [
      Route("POST", "\(NativeAPI.base)/addresses", action: "CreateAddress") {
        [port] request, _ throws(Refusal) in
        try request.refuseQuery()
        let wish = try AddressRequest(json: request.json())
        return .json(try port.createAddress(wish, by: request.caller).json).about(wish.name)
      },
      Route("GET", "\(NativeAPI.base)/addresses") { [port] request, _ throws(Refusal) in
        .json(try port.addresses(PageQuery(query: request.queryPairs)).json)
      },
      Route("GET", one) { [port] request, names throws(Refusal) in
        try request.refuseQuery()
        return .json(try port.address(named: names["name", default: ""]).json)
      },
      Route("PUT", one, action: "UpdateAddress") { [port] request, names throws(Refusal) in
        try request.refuseQuery()
        let wish = try AddressUpdate(json: request.json())
        let name = names["name", default: ""]
        return .json(try port.updateAddress(named: name, wish, by: request.caller).json)
      },
      Route("POST", "\(one)/verify", role: .operator, action: "VerifyAddress") {
        [port] request, names throws(Refusal) in
        try request.refuseQuery()
        let name = names["name", default: ""]
        return .json(try port.verifyAddress(named: name, by: request.caller).json)
      },
      Route("DELETE", one, action: "DeleteAddress") { [port] request, names throws(Refusal) in
        try request.refuseQuery()
        try port.deleteAddress(named: names["name", default: ""], by: request.caller)
        return .gone
      },
    ]
  }
}
