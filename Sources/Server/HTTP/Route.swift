public import Migration
public import Wire

/// One method of one path, and what answers it.
public struct Route: Sendable {
  /// What answers a request to a route; it is told what stands in the path for `{name}`.
  public typealias Handler = @Sendable (Request, [String: String]) throws(Refusal) -> Response

  let method: String
  let segments: [Segment]
  let handler: Handler
  /// What its caller has to be.
  let role: Role
  /// By what name it is recorded; nil for what changes nothing.
  let action: String?

  /// One part of a pattern between slashes.
  enum Segment: Hashable, Sendable {
    case text(String)
    case parameter(String)
  }

  /// A route.
  ///
  /// - Parameters:
  ///   - method: In capitals; `GET` also answers HEAD.
  ///   - pattern: A path such as `/jobs/{name}/next`; `{name}` stands for one segment, not empty.
  ///   - role: What its caller has to be; by default a viewer for what only looks, else an admin.
  ///   - action: By what name it is recorded; nil for what changes nothing.
  ///   - handler: Answers the request.
  public init(
    _ method: String, _ pattern: String, role: Role? = nil, action: String? = nil,
    _ handler: @escaping Handler
  ) {
    self.method = method
    self.role = role ?? (method == "GET" ? .viewer : .admin)
    self.action = action
    self.handler = handler
    segments = pattern.split(separator: "/").map { part in
      part.hasPrefix("{") && part.hasSuffix("}")
        ? .parameter(String(part.dropFirst().dropLast())) : .text(String(part))
    }
  }

  /// What stands for the pattern's parameters in a path; nil if the path is another.
  func parameters(of path: [String]) -> [String: String]? {
    guard path.count == segments.count else { return nil }
    var parameters: [String: String] = [:]
    for (segment, part) in zip(segments, path) {
      switch segment {
      case .text(let text):
        guard text == part else { return nil }
      case .parameter(let name):
        guard !part.isEmpty else { return nil }
        parameters[name] = part
      }
    }
    return parameters
  }

  /// The methods that this route answers.
  var methods: [String] { method == "GET" ? ["GET", "HEAD"] : [method] }
}
