/// Who is at the other end of a Unix socket, as the kernel knew it when the connection was made.
public struct Peer: Hashable, Sendable {
  /// The effective user ID.
  public let userID: UInt32
  /// The effective group ID.
  public let groupID: UInt32
  /// The process ID; 0 if the process is in a PID namespace that cannot be seen from here.
  public let processID: Int32
  /// The supplementary groups.
  public let supplementaryGroupIDs: [UInt32]

  /// A peer with these credentials.
  public init(
    userID: UInt32, groupID: UInt32, processID: Int32, supplementaryGroupIDs: [UInt32] = []
  ) {
    self.userID = userID
    self.groupID = groupID
    self.processID = processID
    self.supplementaryGroupIDs = supplementaryGroupIDs
  }

  /// Whether the peer is a member of a group, by its own or a supplementary group ID.
  public func isMember(ofGroup id: UInt32) -> Bool {
    groupID == id || supplementaryGroupIDs.contains(id)
  }
}
