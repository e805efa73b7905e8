internal import Migration
internal import Wire

extension NativeAPI {
  /// Definitions as files.
  var fileRoutes: [Route] {
    [
      Route("GET", "\(NativeAPI.base)/jobs/{name}/file") { [port] request, names throws(Refusal) in
        try request.refuseQuery()
        return .json(try port.file(ofJobNamed: names["name", default: ""]).json)
      },
      Route("GET", "\(NativeAPI.base)/addresses/{name}/file") {
        [port] request, names throws(Refusal) in
        try request.refuseQuery()
        return .json(try port.file(ofAddressNamed: names["name", default: ""]).json)
      },
    ]
  }
}
