import Glibc
import Testing

@testable import Server

@Suite struct PeerTests {
  @Test("the kernel tells who is at the other end of a Unix socket, with all groups")
  func credentials() throws {
    var ends: [Int32] = [-1, -1]
    try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
    defer { for end in ends { close(end) } }
    let peer = try #require(Peer(ofSocket: ends[0]))
    #expect(peer.userID == geteuid())
    #expect(peer.groupID == getegid())
    #expect(peer.processID == getpid())
    var groups = [gid_t](repeating: 0, count: 65_536)
    let count = Int(getgroups(Int32(groups.count), &groups))
    #expect(Set(peer.supplementaryGroupIDs) == Set(groups.prefix(count)))
  }

  @Test("what is no Unix socket has no peer")
  func noSocket() throws {
    let internet = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(internet) }
    #expect(Peer(ofSocket: internet) == nil)
    #expect(Peer(ofSocket: -1) == nil)
  }
}
