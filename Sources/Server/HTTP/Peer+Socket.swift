internal import Glibc

extension Peer {
  /// The peer of a connected Unix socket; nil if the kernel does not tell.
  ///
  /// Source: unix(7), SO_PEERCRED; socket(7), SO_PEERGROUPS.
  init?(ofSocket descriptor: Int32) {
    // struct ucred is three 32-bit words: pid, uid, gid. Swift's Glibc module does not show it.
    var words: [UInt32] = [0, 0, 0]
    let wordSize = MemoryLayout<UInt32>.size
    var length = socklen_t(words.count * wordSize)
    guard
      getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &words, &length) == 0,
      Int(length) == words.count * wordSize
    else { return nil }
    // A socket that is no Unix socket answers with the IDs "-1".
    guard words[1] != UInt32.max, words[2] != UInt32.max else { return nil }
    guard let groups = Peer.groups(ofSocket: descriptor) else { return nil }
    self.init(
      userID: words[1], groupID: words[2], processID: Int32(bitPattern: words[0]),
      supplementaryGroupIDs: groups)
  }

  /// The supplementary groups of a socket's peer; the kernel says how many there are if there is
  /// too little room for them.
  private static func groups(ofSocket descriptor: Int32) -> [UInt32]? {
    let groupSize = MemoryLayout<UInt32>.size
    // NGROUPS_MAX is 65,536, so the second try always has room.
    var room = 64
    for _ in 0..<2 {
      var groups = [UInt32](repeating: 0, count: room)
      var length = socklen_t(room * groupSize)
      if getsockopt(descriptor, SOL_SOCKET, SO_PEERGROUPS, &groups, &length) == 0 {
        return Array(groups.prefix(Int(length) / groupSize))
      }
      guard errno == ERANGE else { return nil }
      room = Int(length) / groupSize
    }
    return nil
  }
}
