public import Migration
public import Wire

/// The table of routes: finds what answers a request, or says what there is instead.
public struct Router: Sendable {
  private let routes: [Route]
  private let gate: Gate
  private let record: Recorder
  private let form: Form

  /// What a request to a known route has to pass before it is answered: it is told what the caller
  /// has to be, and throws what the request is refused with.
  public typealias Gate = @Sendable (Request, Role) throws(Refusal) -> Void
  /// Is told of every answer to what may change something.
  public typealias Recorder = @Sendable (ChangeRecord) -> Void
  /// How a refusal is told, with the ID of the request.
  public typealias Form = @Sendable (Refusal, String) -> Response

  /// A table of routes; the first that fits answers.
  ///
  /// - Parameters:
  ///   - routes: The table.
  ///   - gate: Comes before each route.
  ///   - record: Is told of changes.
  ///   - form: How refusals are told; by default in JSON.
  public init(
    _ routes: [Route], gate: @escaping Gate = { _, _ throws(Refusal) in },
    record: @escaping Recorder = { _ in }, form: Form? = nil
  ) {
    self.routes = routes
    self.gate = gate
    self.record = record
    self.form = form ?? { .refused($0, requestID: $1) }
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
      return form(
        Refusal(.noSuchRoute, "There is no \"\(Router.shown(request.path))\" here."), request.id)
    }
    guard let (route, parameters) = fitting.first(where: { $0.0.methods.contains(request.method) })
    else {
      return wrongMethod(of: request, allowed: fitting.flatMap { $0.0.methods })
    }
    var response: Response
    do {
      try gate(request, route.role)
      response = try route.handler(request, parameters)
    } catch {
      response = form(error, request.id)
      response.refusal = error
    }
    if let action = route.action {
      let subject = parameters["name"] ?? response.subject
      record(
        ChangeRecord(
          caller: request.caller, action: action, subject: subject,
          outcome: response.refusal?.code.word ?? "", requestID: request.id))
    }
    return response
  }

  private func wrongMethod(of request: Request, allowed: [String]) -> Response {
    var methods: [String] = []
    for method in allowed where !methods.contains(method) { methods.append(method) }
    let list = methods.joined(separator: ", ")
    var response = form(
      Refusal(
        .methodNotAllowed,
        "\"\(Router.shown(request.path))\" does not take this method; it takes \(list)."),
      request.id)
    response.headers.append(Header("Allow", list))
    return response
  }

  /// A path for a message, not longer than a line.
  private static func shown(_ path: [String]) -> String {
    let text = "/" + path.joined(separator: "/")
    return text.unicodeScalars.count <= 100 ? text : text.prefix(100) + "…"
  }
}
