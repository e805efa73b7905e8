internal import Migration
internal import Wire

/// The native interface under `/api/v1`: JSON in, JSON out, and a port that knows the answers.
public struct NativeAPI: Sendable {
  static let base = "/api/v1"

  let port: any ControlPort
  let service: (any ServicePort)?
  let tokens: (any TokenPort)?
  let policy: AccessPolicy
  private let record: Router.Recorder

  /// An interface to a port.
  ///
  /// - Parameters:
  ///   - port: What is asked; called on the server's threads.
  ///   - policy: Who may change something.
  ///   - service: What is asked about the daemon as a whole; nil for none of these routes.
  ///   - tokens: What is asked about who may come in; nil for none of these routes.
  ///   - record: Is told of changes.
  public init(
    port: any ControlPort, policy: AccessPolicy, service: (any ServicePort)? = nil,
    tokens: (any TokenPort)? = nil, record: @escaping Router.Recorder = { _ in }
  ) {
    self.tokens = tokens
    self.record = record
    self.port = port
    self.service = service
    self.policy = policy
  }

  /// The table of its routes, with the policy before each of them.
  public var router: Router {
    Router(
      addressRoutes + jobRoutes + statusRoutes + healthRoutes + fileRoutes + serviceRoutes
        + tokenRoutes,
      gate: { [policy] request, role throws(Refusal) in
        try policy.check(request.caller, needs: role)
      }, record: record)
  }
}
