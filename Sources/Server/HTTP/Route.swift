public import Migration

/// One method of one path, and what answers it.
public struct Route: Sendable {
  /// What answers a request to a route; it is told what stands in the path for `{name}`.
  public typealias Handler = @Sendable (Request, [String: String]) throws(Refusal) -> Response

  let method: String
  let segments: [Segment]
  let handler: Handler

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
  ///   - handler: Answers the request.
  public init(_ method: String, _ pattern: String, _ handler: @escaping Handler) {
    self.method = method
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
