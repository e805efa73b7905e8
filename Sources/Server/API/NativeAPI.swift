internal import Migration
internal import Wire

/// The native interface under `/api/v1`: JSON in, JSON out, and a port that knows the answers.
public struct NativeAPI: Sendable {
  static let base = "/api/v1"

  let port: any ControlPort
  let service: (any ServicePort)?
  private let policy: AccessPolicy

  /// An interface to a port.
  ///
  /// - Parameters:
  ///   - port: What is asked; called on the server's threads.
  ///   - policy: Who may change something.
  ///   - service: What is asked about the daemon as a whole; nil for none of these routes.
  public init(
    port: any ControlPort, policy: AccessPolicy, service: (any ServicePort)? = nil
  ) {
    self.port = port
    self.service = service
    self.policy = policy
  }

  /// The table of its routes, with the policy before each of them.
  public var router: Router {
    Router(
      addressRoutes + jobRoutes + statusRoutes + healthRoutes + fileRoutes + serviceRoutes
    ) {
      [policy] request throws(Refusal) in
      guard policy.allows(request.peer, method: request.method) else {
        throw Refusal(.accessDenied, policy.explanation(to: request.peer))
      }
    }
  }
}
