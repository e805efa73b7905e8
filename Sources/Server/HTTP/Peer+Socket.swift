internal import Platform

extension Peer {
  /// The peer of a connected Unix socket; nil if the kernel does not tell.
  init?(ofSocket descriptor: Int32) {
    do throws(SystemError) {
      let credentials = try UnixSocket.peerCredentials(of: descriptor)
      // A socket that is no Unix socket answers with the IDs "-1".
      guard credentials.uid != UInt32.max, credentials.gid != UInt32.max else { return nil }
      self.init(
        userID: credentials.uid, groupID: credentials.gid, processID: credentials.pid,
        supplementaryGroupIDs: try UnixSocket.peerGroups(of: descriptor))
    } catch {
      // Who does not say who he is may do nothing; the request is refused for that.
      return nil
    }
  }
}
