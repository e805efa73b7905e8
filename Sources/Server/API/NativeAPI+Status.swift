internal import Migration
internal import Wire

extension NativeAPI {
  var statusRoutes: [Route] {
    [
      Route("GET", "\(NativeAPI.base)/status") { [port] request, _ throws(Refusal) in
        try request.refuseQuery()
        return .json(try port.status().json)
      },
      Route("POST", "\(NativeAPI.base)/reload", action: "Reload") {
        [port] request, _ throws(Refusal) in
        try request.refuseQuery()
        return .json(try port.reload(by: request.caller).json)
      },
    ]
  }
}
