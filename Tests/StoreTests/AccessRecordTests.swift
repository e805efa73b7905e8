import Calendar
import Engine
import Migration
import Store
import TestSupport
import Testing

@Suite struct AccessRecordTests {
  private let time = Instant(seconds: 1_795_000_000)

  @Test("tokens are kept by their digests, and gone when they are deleted")
  func tokens() throws {
    try Scratch.with("tokens") { folder in
      let store = try JobDatabase(writing: folder + "/ferry.db")
      let token = TokenRecord(
        name: "graf", digest: [1, 2, 3], role: "viewer", created: time,
        expires: time.advanced(byMicroseconds: 5), createdBy: "uid:0")
      var other = token
      (other.name, other.digest, other.expires) = ("cron", [4], nil)
      try store.add(token)
      try store.add(other)
      #expect(throws: StoreFailure.self) { try store.add(token) }
      #expect(try store.tokens() == [other, token])
      let reader = try JobDatabase(reading: folder + "/ferry.db")
      #expect(try reader.token(withDigest: [1, 2, 3]) == token)
      #expect(try reader.token(withDigest: [1, 2]) == nil)
      try store.removeToken(named: "graf")
      #expect(try reader.token(withDigest: [1, 2, 3]) == nil)
    }
  }

  @Test("what was changed is told newest first, by pages and by what it was about")
  func audit() throws {
    try Scratch.with("audit") { folder in
      let store = try JobDatabase(writing: folder + "/ferry.db")
      for number in 1...5 {
        try store.add(
          AuditRecord(
            at: time, caller: "key:sdk", role: "admin", place: "::1", action: "CreateJob",
            subject: number.isMultiple(of: 2) ? "even" : "odd", outcome: "", request: "R\(number)"))
      }
      let all = try store.audit(before: nil, subject: nil, limit: 3)
      #expect(all.map(\.request) == ["R5", "R4", "R3"])
      let rest = try store.audit(before: all.last?.id, subject: nil, limit: 10)
      #expect(rest.map(\.request) == ["R2", "R1"])
      let even = try store.audit(before: nil, subject: "even", limit: 10)
      #expect(even.map(\.request) == ["R4", "R2"] && even[0].caller == "key:sdk")
    }
  }

  @Test("an agent needs its tunnel, an address its agents; what is used stays")
  func agents() throws {
    try Scratch.with("agents") { folder in
      let store = try JobDatabase(writing: folder + "/ferry.db")
      let tunnel = TunnelRecord(
        id: "t-1", tags: "k:v", bytesPerSecond: 10, requestsPerSecond: 0, created: time,
        modified: time)
      let agent = AgentRecord(
        name: "agent-1", version: "v", tunnel: "t-1", endpoint: "vpc", deployMethod: "default",
        tags: "", created: time, modified: time)
      #expect(throws: StoreFailure.self) { try store.add(agent) }
      try store.put(tunnel)
      try store.add(agent)
      #expect(throws: StoreFailure.self) { try store.removeTunnel("t-1") }
      #expect(throws: StoreFailure.self) { try store.setAgents(["agent-1"], ofAddress: "none") }
      let address = Address(
        name: try Name("nas", of: "address"), version: "a", location: .local(try LocalPath("/x/")),
        origin: .api, created: time, modified: time)
      try store.commit([.addAddress(address)])
      try store.setAgents(["agent-1"], ofAddress: "nas")
      #expect(throws: StoreFailure.self) { try store.setAgents(["agent-2"], ofAddress: "nas") }
      #expect(try store.agents(ofAddress: "nas") == ["agent-1"])
      #expect(try store.address(usingAgent: "agent-1") == "nas")
      #expect(throws: StoreFailure.self) { try store.removeAgent(named: "agent-1") }
      try store.commit([.updateAddress(address)])
      #expect(try store.agents(ofAddress: "nas") == ["agent-1"])
      try store.commit([.removeAddress(address.name)])
      #expect(try store.address(usingAgent: "agent-1") == nil)
      try store.removeAgent(named: "agent-1")
      try store.removeTunnel("t-1")
      #expect(try store.tunnelCount() == 0 && store.agentCount() == 0)
    }
  }
}
