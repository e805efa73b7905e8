public import Migration
public import Wire

/// Who may do what: over the Unix socket by the peer's IDs and nothing else, elsewhere by the role of
/// the key or token.
public struct AccessPolicy: Hashable, Sendable {
  /// The user that the daemon runs as.
  public let ownUserID: UInt32
  /// The group whose members are admins; nil if this system has none.
  public let adminGroupID: UInt32?
  /// The group's name, for messages.
  public let adminGroupName: String

  /// A policy for a daemon that runs as a user and takes a group's members for admins.
  public init(ownUserID: UInt32, adminGroupID: UInt32?, adminGroupName: String = "ferry") {
    self.ownUserID = ownUserID
    self.adminGroupID = adminGroupID
    self.adminGroupName = adminGroupName
  }

  /// What a peer is: root, the daemon's own user and the group's members are admins.
  ///
  /// Others are viewers: the socket's file mode has let them in.
  public func role(of peer: Peer) -> Role {
    if peer.userID == 0 || peer.userID == ownUserID { return .admin }
    if let adminGroupID, peer.isMember(ofGroup: adminGroupID) { return .admin }
    return .viewer
  }

  /// What a caller is; nil for one that has proved nothing.
  public func role(of caller: Caller) -> Role? {
    switch caller {
    case .local(let peer): role(of: peer)
    case .known(let credential): credential.role
    case .unknown: nil
    }
  }

  /// Refuses a caller that may not do what needs a role.
  ///
  /// - Throws: `AccessDenied`, with who may.
  public func check(_ caller: Caller, needs role: Role) throws(Refusal) {
    if let its = self.role(of: caller), its >= role { return }
    switch caller {
    case .local(let peer): throw Refusal(.accessDenied, explanation(to: peer))
    case .known(let credential):
      throw Refusal(
        .accessDenied,
        "The access \(credential.kind.rawValue) '\(credential.name)' has the role "
          + "\(credential.role.rawValue), and this needs \(role.rawValue).")
    case .unknown:
      throw Refusal(
        .accessDenied, "This request is neither signed by an access key nor carries a token.")
    }
  }

  /// What a peer is told that may not do what it asked for.
  public func explanation(to peer: Peer) -> String {
    let you = "you are user \(peer.userID)"
    guard let adminGroupID else {
      return "Only root and user \(ownUserID) may change anything here, \(you). "
        + "There is no group \"\(adminGroupName)\" on this system."
    }
    return "Only root, user \(ownUserID) and members of the group \"\(adminGroupName)\" "
      + "(\(adminGroupID)) may change anything here, \(you). To become a member: "
      + "\"usermod -aG \(adminGroupName) USER\" as root, then log in again."
  }
}
