import Migration
import Server
import Testing
import Wire

@Suite struct AccessPolicyTests {
  @Test("root, the daemon's own user and the group's members are admins, nobody else")
  func roles() {
    let cases: [(user: UInt32, group: UInt32, groups: [UInt32], admin: UInt32?, Role)] = [
      (0, 0, [], nil, .admin),
      (0, 0, [], 30, .admin),
      (990, 990, [], nil, .admin),
      (1000, 1000, [], nil, .viewer),
      (1000, 30, [], nil, .viewer),
      (1000, 0, [0], nil, .viewer),
      (1000, 1000, [], 30, .viewer),
      (1000, 1000, [4, 27, 31], 30, .viewer),
      (1000, 30, [], 30, .admin),
      (1000, 1000, [4, 30], 30, .admin),
      (65_534, 65_534, [], 30, .viewer),
    ]
    for (user, group, groups, admin, role) in cases {
      let policy = AccessPolicy(ownUserID: 990, adminGroupID: admin)
      let peer = Peer(userID: user, groupID: group, processID: 1, supplementaryGroupIDs: groups)
      #expect(policy.role(of: peer) == role, "\(peer), group \(String(describing: admin))")
      for needed in Role.allCases {
        let isLetIn = (try? policy.check(.local(peer), needs: needed)) != nil
        #expect(isLetIn == (needed <= role), "\(peer) \(needed)")
      }
    }
  }

  @Test("a key or a token is what its role says; who has proved nothing is nobody")
  func credentials() {
    let policy = AccessPolicy(ownUserID: 990, adminGroupID: nil)
    for role in Role.allCases {
      let caller = Caller.known(.init(kind: .key, name: "backup", role: role, address: "::1"))
      #expect(policy.role(of: caller) == role && caller.name == "key:backup")
      for needed in Role.allCases {
        let isLetIn = (try? policy.check(caller, needs: needed)) != nil
        #expect(isLetIn == (needed <= role), "\(role) \(needed)")
      }
    }
    #expect(throws: Refusal.self) {
      try policy.check(.unknown(address: "::1"), needs: .viewer)
    }
  }

  @Test("a refusal names the group, or says that there is none")
  func explanations() {
    let peer = Peer(userID: 1000, groupID: 1000, processID: 1)
    #expect(
      AccessPolicy(ownUserID: 990, adminGroupID: 30, adminGroupName: "movers")
        .explanation(to: peer)
        == "Only root, user 990 and members of the group \"movers\" (30) may change anything "
        + "here, you are user 1000. To become a member: \"usermod -aG movers USER\" as root, "
        + "then log in again.")
    #expect(
      AccessPolicy(ownUserID: 990, adminGroupID: nil).explanation(to: peer)
        == "Only root and user 990 may change anything here, you are user 1000. "
        + "There is no group \"ferry\" on this system.")
  }
}
