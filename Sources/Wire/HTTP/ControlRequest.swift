/// A request to the daemon's control API.
public struct ControlRequest: Sendable {
  private let method: String
  private var path: String
  private var query: [(name: String, value: String)] = []
  private let body: JSONValue?

  /// A request to a path below `/api/v1`.
  ///
  /// - Parameters:
  ///   - method: `GET`, `POST`, `PATCH` or `DELETE`.
  ///   - path: The path's parts, escaped here.
  ///   - body: The body, nil for none.
  public init(_ method: String, _ path: String..., body: JSONValue? = nil) {
    self.method = method
    self.path = "/api/v1" + path.map { "/" + Self.escaped($0) }.joined()
    self.body = body
  }

  /// Asks for the figures of the daemon and its jobs.
  public static var metrics: ControlRequest {
    var request = ControlRequest("GET")
    request.path = "/metrics"
    return request
  }

  /// Adds a parameter of the query; nil adds none.
  public mutating func add(_ name: String, _ value: String?) {
    if let value { query.append((name, value)) }
  }

  /// The request as HTTP/1.0 sends it.
  public var bytes: [UInt8] {
    var target = path
    for (index, item) in query.enumerated() {
      target += (index == 0 ? "?" : "&") + Self.escaped(item.name) + "=" + Self.escaped(item.value)
    }
    let content = body.map { Array($0.text.utf8) } ?? []
    var head = "\(method) \(target) HTTP/1.0\r\nHost: localhost\r\nConnection: close\r\n"
    if body != nil { head += "Content-Type: application/json\r\n" }
    if body != nil || method != "GET" { head += "Content-Length: \(content.count)\r\n" }
    return Array((head + "\r\n").utf8) + content
  }

  private static func escaped(_ text: String) -> String {
    PercentText.encoded(text.utf8)
  }
}
