import Migration
import Server
import Synchronization
import Wire

/// A port that remembers what it was asked.
final class FakeMgwPort: MgwPort {
  private let asked = Mutex<[String]>([])

  /// What was asked, in order.
  var calls: [String] { asked.withLock { $0 } }

  private func note(_ call: String) { asked.withLock { $0.append(call) } }

  func beginVerifying(
    addressNamed name: String, by caller: Caller
  ) throws(Refusal) -> VerifyView {
    note("verify \(name) by \(caller.name)")
    return VerifyView(status: "")
  }

  func isVerifying(addressNamed name: String) -> Bool { name == "busy" }

  func retryPlace(ofJobNamed name: String, run: Int64) throws(Refusal) -> [JSONMember] {
    note("retryPlace \(name) \(run)")
    return [JSONMember("InvPath", "/lists/manifest.json")]
  }

  func createAgent(_ request: AgentRequest, by caller: Caller) throws(Refusal) -> AgentView {
    note("createAgent \(request.name) \(request.tunnelID) \(request.endpoint) \(request.tags)")
    return AgentView(name: request.name)
  }

  func agents(_ page: PageQuery) throws(Refusal) -> PageView<AgentView> {
    note("agents \(page.count) after '\(page.marker)'")
    return PageView([AgentView(name: "agent-1")], nextMarker: "agent-1")
  }

  func agent(named name: String) throws(Refusal) -> AgentView {
    note("agent \(name)")
    return AgentView(name: name, tunnelID: "t-1")
  }

  func deleteAgent(named name: String, by caller: Caller) throws(Refusal) {
    note("deleteAgent \(name)")
  }

  func agents(ofAddressesNamed names: [String]) throws(Refusal) -> [String: [String]] {
    names.contains("nas") ? ["nas": ["agent-1", "agent-2"]] : [:]
  }

  func checkAgents(_ agents: [String]) throws(Refusal) { note("checkAgents \(agents)") }

  func setAgents(
    _ agents: [String], ofAddressNamed name: String, by caller: Caller
  ) throws(Refusal) {
    note("setAgents \(agents) of \(name)")
  }

  func createTunnel(_ request: TunnelRequest, by caller: Caller) throws(Refusal) -> TunnelView {
    note(
      "createTunnel \(request.tags ?? "-") \(request.bytesPerSecond ?? -1) "
        + "\(request.requestsPerSecond ?? -1)")
    return TunnelView(id: "t-1")
  }

  func tunnels(_ page: PageQuery) throws(Refusal) -> PageView<TunnelView> {
    note("tunnels \(page.count) after '\(page.marker)'")
    return PageView([])
  }

  func tunnel(_ id: String) throws(Refusal) -> TunnelView {
    note("tunnel \(id)")
    return TunnelView(id: id, tags: "k:v", bytesPerSecond: 10_485_760)
  }

  func updateTunnel(
    _ id: String, _ request: TunnelRequest, by caller: Caller
  ) throws(Refusal) -> TunnelView {
    note("updateTunnel \(id) \(request.tags ?? "-") \(request.bytesPerSecond ?? -1)")
    return TunnelView(id: id)
  }

  func deleteTunnel(_ id: String, by caller: Caller) throws(Refusal) { note("deleteTunnel \(id)") }
}
