import Server
import TestSupport

/// Runs a server on a socket in a scratch folder while the closure runs.
func withServer(
  limits: ServerLimits = ServerLimits(), form: RefusalForm? = nil,
  log: @escaping RequestLog = { _ in },
  handler: @escaping RequestHandler, _ body: (String, HTTPServer) throws -> Void
) throws {
  try Scratch.with("server") { folder in
    let path = "\(folder)/s"
    let server = try HTTPServer(
      listeningOn: listeningSocket(at: path), limits: limits, form: form, log: log, handler: handler
    )
    defer { server.stop() }
    try body(path, server)
  }
}

/// Answers with what was asked: method, path, query and size of the body.
let echo: RequestHandler = { request in
  let query = request.query.map { "\($0.name)=\($0.value)" }
  let lines =
    [request.method] + request.path.map { "/" + $0 } + query + ["\(request.body.count)"]
  return Response(
    status: 200, contentType: "text/plain", body: Array(lines.joined(separator: "\n").utf8))
}
