internal import Migration
internal import Wire

extension NativeAPI {
  var healthRoutes: [Route] {
    [
      Route("GET", "/healthz") { _, _ throws(Refusal) in .alive },
      Route("GET", "\(NativeAPI.base)/health") { [port] request, _ throws(Refusal) in
        .json(try port.health(HealthQuery(query: request.queryPairs)).json)
      },
      Route("GET", "\(NativeAPI.base)/doctor") { [port] request, _ throws(Refusal) in
        try request.refuseQuery()
        return .json(try port.examine().json)
      },
    ]
  }
}
