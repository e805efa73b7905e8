internal import Migration
internal import Wire

extension NativeAPI {
  var serviceRoutes: [Route] {
    guard let service else { return [] }
    return [
      // POST, although it changes nothing: the state is nothing that a viewer gets.
      Route("POST", "\(NativeAPI.base)/backup", action: "Backup") { request, _ throws(Refusal) in
        try request.refuseQuery()
        var response = Response(status: 200, contentType: "application/vnd.sqlite3")
        response.file = try service.backup(by: request.caller)
        return response
      },
      Route("GET", "/metrics") { _, _ throws(Refusal) in
        Response(
          status: 200, contentType: "text/plain; version=0.0.4; charset=utf-8",
          body: try service.metrics())
      },
    ]
  }
}
