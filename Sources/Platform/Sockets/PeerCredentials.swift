/// Who is at the other end of a Unix socket, as the kernel saw it when they connected.
public struct PeerCredentials: Hashable, Sendable {
  /// The effective user id.
  public let uid: UInt32
  /// The effective group id.
  public let gid: UInt32
  /// The process id; 0 if the peer is in another pid namespace.
  public let pid: Int32
}
