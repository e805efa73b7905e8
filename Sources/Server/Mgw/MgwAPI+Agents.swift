internal import Migration
internal import Wire

extension MgwAPI {
  var agentRoutes: [Route] {
    let one = "/agent/{name}"
    return [
      Route("POST", "/agent", action: "CreateAgent") { [records] request, _ throws(Refusal) in
        try request.refuseQuery()
        let wish = try AgentRequest(json: request.xml("ImportAgent", MgwShapes.agent))
        _ = try records.createAgent(wish, by: request.caller)
        return Response.done.about(wish.name)
      },
      Route("GET", "/agentlist") { [records] request, _ throws(Refusal) in
        let page = try records.agents(PageQuery(query: request.queryPairs))
        return .xml(
          MgwShapes.agentList.element("ImportAgentList", of: page.json("ImportAgent")))
      },
      Route("GET", one) { [records] request, names throws(Refusal) in
        let agent = try records.agent(named: names["name", default: ""])
        guard request.asks(for: "status") else {
          try request.refuseQuery()
          return .xml(MgwShapes.agent.element("ImportAgent", of: agent.json))
        }
        // An agent is a record here: no program stands behind it that could answer.
        let status: JSONValue = ["Status": "NoResponse", "AgentIP": "", "AgentVersion": ""]
        return .xml(MgwShapes.agentStatus.element("ImportAgentStatus", of: status))
      },
      Route("DELETE", one, action: "DeleteAgent") { [records] request, names throws(Refusal) in
        try request.refuseQuery()
        try records.deleteAgent(named: names["name", default: ""], by: request.caller)
        return .gone
      },
    ]
  }

  var tunnelRoutes: [Route] {
    let one = "/tunnel/{name}"
    return [
      Route("POST", "/tunnel", action: "CreateTunnel") { [records] request, _ throws(Refusal) in
        try request.refuseQuery()
        let wish = try TunnelRequest(json: request.xml("ImportTunnel", MgwShapes.tunnel))
        let made = try records.createTunnel(wish, by: request.caller)
        var response = Response.done.about(made.id)
        response.headers.append(Header("x-oss-import-tunnel-id", made.id))
        return response
      },
      Route("GET", "/tunnellist") { [records] request, _ throws(Refusal) in
        let page = try records.tunnels(PageQuery(query: request.queryPairs))
        return .xml(
          MgwShapes.tunnelList.element("ImportTunnelList", of: page.json("ImportTunnel")))
      },
      Route("GET", one) { [records] request, names throws(Refusal) in
        try request.refuseQuery()
        let tunnel = try records.tunnel(names["name", default: ""])
        return .xml(MgwShapes.tunnel.element("ImportTunnel", of: tunnel.json))
      },
      Route("PUT", one, action: "UpdateTunnel") { [records] request, names throws(Refusal) in
        try request.refuseQuery()
        let wish = try TunnelRequest(json: request.xml("ImportTunnel", MgwShapes.tunnel))
        _ = try records.updateTunnel(names["name", default: ""], wish, by: request.caller)
        return .done
      },
      Route("DELETE", one, action: "DeleteTunnel") { [records] request, names throws(Refusal) in
        try request.refuseQuery()
        try records.deleteTunnel(names["name", default: ""], by: request.caller)
        return .gone
      },
    ]
  }
}
