/// What a client does alike in all its requests.
public struct HTTPSettings: Sendable {
  /// A file of certificate authorities in PEM, which are trusted in place of the system's.
  public var authorities: String?
  /// Whether the server has to prove who it is; false only where somebody has said so.
  public var verifiesTLS = true
  /// Which proxy is used.
  public var proxy = HTTPProxy.environment
  /// How long a connection may take to be made, with the name looked up and TLS agreed on.
  public var connectTimeout = Duration.seconds(20)
  /// How long nothing may move after that; the time that the caller's own closures take is not
  /// counted.
  public var stallTimeout = Duration.seconds(60)
  /// Whether a connection may be made to an address of 4 or 16 bytes; nil for any.
  ///
  /// Asked for each address that a name stands for, before anything is sent there; of a proxy it is the
  /// proxy's.
  public var mayConnect: (@Sendable ([UInt8]) -> Bool)?
  /// The path of a Unix socket to which all requests go, whatever host their URLs name; nil for the
  /// network.
  public var unixSocket: String?
  /// What the client calls itself.
  public var userAgent = "ferry"

  /// The settings as they are above.
  public init() {}
}
