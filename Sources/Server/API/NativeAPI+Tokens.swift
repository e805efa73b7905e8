internal import Migration
internal import Wire

extension NativeAPI {
  /// Who may come in, and what was changed: for admins only.
  var tokenRoutes: [Route] {
    guard let tokens else { return [] }
    let base = "\(NativeAPI.base)/tokens"
    return [
      Route("POST", base, action: "CreateToken") { request, _ throws(Refusal) in
        try request.refuseQuery()
        let wish = try TokenRequest(json: request.json())
        return .json(try tokens.createToken(wish, by: request.caller).json).about(wish.name)
      },
      Route("GET", base, role: .admin) { request, _ throws(Refusal) in
        try request.refuseQuery()
        return .json(["Tokens": .array(try tokens.tokens().map(\.json))])
      },
      Route("DELETE", "\(base)/{name}", action: "DeleteToken") { request, names throws(Refusal) in
        try request.refuseQuery()
        try tokens.deleteToken(named: names["name", default: ""], by: request.caller)
        return .gone
      },
      Route("GET", "\(NativeAPI.base)/audit", role: .admin) { request, _ throws(Refusal) in
        .json(try tokens.audit(AuditQuery(query: request.queryPairs)).json("Audit"))
      },
    ]
  }
}
