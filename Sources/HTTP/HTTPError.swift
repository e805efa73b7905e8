/// Why a request has no whole answer.
///
/// An answer with a bad status is an answer, not such an error.
public struct HTTPError: Error, CustomStringConvertible {
  /// What happened.
  public enum Kind: Sendable {
    /// Nobody knows the server's name, or the name service did not answer.
    case resolve
    /// No connection: the settings allow none to where the name leads.
    case forbidden
    /// No connection; with the system's words.
    case connect(String)
    /// The proxy could not be reached, or refused.
    case proxy(String)
    /// No agreement on TLS, or the server could not prove who it is.
    case tls(String, mayPass: Bool)
    /// The connection was not made in time.
    case timeout(Duration)
    /// Nothing has moved for that long.
    case stalled(Duration)
    /// The other side has closed the connection before its answer, or in the middle of TLS.
    case reset(String)
    /// The body is shorter than the answer's head says.
    case cut
    /// The caller's closure told to stop.
    case stopped
    /// The caller's own error, from the closures that take the answer.
    case sink(any Error)
    /// The caller's own error, from the closures that give the body.
    case source(any Error)
    /// The answer's head or body has more bytes than are taken.
    case tooLarge(limit: Int)
    /// The answer is not HTTP.
    case malformed(String)
    /// The request cannot be sent as it is.
    case request(String)
    /// What else libcurl can meet, by its own number.
    case other(code: Int32, String)
  }

  /// What happened.
  public let kind: Kind
  /// The server, as `host:port`.
  public let server: String

  /// An error of a request to a server.
  public init(_ kind: Kind, server: String) {
    self.kind = kind
    self.server = server
  }

  /// Whether the same request may go well a little later.
  public var mayPass: Bool {
    switch kind {
    case .resolve, .connect, .proxy, .timeout, .stalled, .reset, .cut: true
    case .tls(_, let mayPass): mayPass
    case .forbidden, .stopped, .sink, .source, .tooLarge, .malformed, .request, .other: false
    }
  }

  /// A sentence with the server, and what to do about it.
  public var description: String {
    switch kind {
    case .resolve:
      "the name of \(server) is not known, or the name service does not answer: compare the name "
        + "with the service's documentation, and see `getent ahosts` on this machine"
    case .forbidden:
      "\(server) leads into a private network, or to this machine, where no request may go"
    case .connect(let why):
      "no connection to \(server) (\(why)): is the service running, and does a firewall let this "
        + "machine through?"
    case .proxy(let why):
      "the proxy did not lead to \(server) (\(why)): see https_proxy and no_proxy in the daemon's "
        + "environment"
    case .tls(let why, _):
      "\(server) did not prove by TLS who it is (\(why)): is it the right host, is its "
        + "certificate's authority known to this machine, and is this machine's clock right?"
    case .timeout(let limit):
      "no connection to \(server) within \(Self.text(limit)): is the address right, does the "
        + "service speak https there, and does a firewall let this machine through?"
    case .stalled(let limit):
      "\(server) has neither taken nor sent anything for \(Self.text(limit)): is the network, or "
        + "the service, overloaded?"
    case .reset(let why):
      "\(server) has closed the connection before its answer was complete (\(why)): if it happens "
        + "again, see the service's own log"
    case .cut:
      "the answer of \(server) ended before all of the bytes that it had announced: if it happens "
        + "again, see the service's own log, and what lies between"
    case .stopped: "the request to \(server) was stopped"
    case .sink(let error): "the answer of \(server) could not be taken: \(error)"
    case .source(let error): "what was to be sent to \(server) could not be read: \(error)"
    case .tooLarge(let limit):
      "the answer of \(server) is longer than \(limit) bytes: is it the service that is meant?"
    case .malformed(let why):
      "the answer of \(server) is not HTTP (\(why)): is it the right port, and http or https?"
    case .request(let why): "a request to \(server) cannot be sent: \(why)"
    case .other(let code, let text): "the request to \(server) failed: \(text) (libcurl \(code))"
    }
  }

  private static func text(_ limit: Duration) -> String {
    let (seconds, attoseconds) = limit.components
    return attoseconds == 0
      ? "\(seconds) s" : "\(seconds * 1_000 + attoseconds / 1_000_000_000_000_000) ms"
  }
}
