internal import Migration
internal import Wire

/// The native interface under `/api/v1`: JSON in, JSON out, and a port that knows the answers.
public struct NativeAPI: Sendable {
  static let base = "/api/v1"

  let port: any ControlPort
  private let policy: AccessPolicy

  /// An interface to a port.
  ///
  /// - Parameters:
  ///   - port: What is asked; called on the server's threads.
  ///   - policy: Who may change something.
  public init(port: any ControlPort, policy: AccessPolicy) {
    self.port = port
    self.policy = policy
  }

  /// The table of its routes, with the policy before each of them.
  public var router: Router {
    Router(addressRoutes + jobRoutes + statusRoutes + healthRoutes + fileRoutes) {
      [policy] request throws(Refusal) in
      guard policy.allows(request.peer, method: request.method) else {
        throw Refusal(.accessDenied, policy.explanation(to: request.peer))
      }
    }
  }
}
