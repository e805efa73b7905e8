public import Wire

/// Who asks.
public enum Caller: Hashable, Sendable {
  /// A process of this machine, as the kernel knows it.
  case local(Peer)
  /// Somebody at an address who has not said anything yet that proves who it is.
  case unknown(address: String)
  /// The holder of an access key or a token, who has proved it.
  case known(Credential)

  /// What a request was proved with.
  public struct Credential: Hashable, Sendable {
    /// What kind of proof it was.
    public var kind: Kind
    /// The name of the key's file, or the token's.
    public var name: String
    /// What its holder may do.
    public var role: Role
    /// The address that it came from.
    public var address: String

    /// The kinds of proof.
    public enum Kind: String, Hashable, Sendable {
      /// An access key.
      case key
      /// A bearer token.
      case token
    }

    /// A proof.
    public init(kind: Kind, name: String, role: Role, address: String) {
      self.kind = kind
      self.name = name
      self.role = role
      self.address = address
    }
  }

  /// Who it is, in a word: `uid:1000`, `key:backup`, `token:grafana`; empty for nobody known.
  public var name: String {
    switch self {
    case .local(let peer): "uid:\(peer.userID)"
    case .unknown: ""
    case .known(let credential): "\(credential.kind.rawValue):\(credential.name)"
    }
  }

  /// Where it asks from: an address, or `pid:1234`.
  public var place: String {
    switch self {
    case .local(let peer): "pid:\(peer.processID)"
    case .unknown(let address): address
    case .known(let credential): credential.address
    }
  }
}
