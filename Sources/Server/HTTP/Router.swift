public import Migration

/// The table of routes: finds what answers a request, or says what there is instead.
public struct Router: Sendable {
  private let routes: [Route]
  private let gate: Gate

  /// What a request to a known route has to pass before it is answered; throws what it is refused
  /// with.
  public typealias Gate = @Sendable (Request) throws(Refusal) -> Void

  /// A table of routes; the first that fits answers.
  public init(_ routes: [Route], gate: @escaping Gate = { _ throws(Refusal) in }) {
    self.routes = routes
    self.gate = gate
  }

  /// Answers a request by its route.
  ///
  /// An unknown path is refused with `NoSuchResource`, another method than a path's own with
  /// `MethodNotAllowed` and the `Allow` header.
  public func respond(to request: Request) -> Response {
    let fitting = routes.compactMap { route in
      route.parameters(of: request.path).map { (route, $0) }
    }
    guard !fitting.isEmpty else {
      return .refused(
        Refusal(.noSuchRoute, "There is no \"\(Router.shown(request.path))\" here."),
        requestID: request.id)
    }
    guard let (route, parameters) = fitting.first(where: { $0.0.methods.contains(request.method) })
    else {
      return wrongMethod(of: request, allowed: fitting.flatMap { $0.0.methods })
    }
    do {
      try gate(request)
      return try route.handler(request, parameters)
    } catch {
      return .refused(error, requestID: request.id)
    }
  }

  private func wrongMethod(of request: Request, allowed: [String]) -> Response {
    var methods: [String] = []
    for method in allowed where !methods.contains(method) { methods.append(method) }
    let list = methods.joined(separator: ", ")
    var response = Response.refused(
      Refusal(
        .methodNotAllowed,
        "\"\(Router.shown(request.path))\" does not take this method; it takes \(list)."),
      requestID: request.id)
    response.headers.append(Header("Allow", list))
    return response
  }

  /// A path for a message, not longer than a line.
  private static func shown(_ path: [String]) -> String {
    let text = "/" + path.joined(separator: "/")
    return text.unicodeScalars.count <= 100 ? text : text.prefix(100) + "…"
  }
}
