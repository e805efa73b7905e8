public import Migration
public import Wire

/// What Alibaba Cloud's dialect asks of the daemon beyond the native interface: each call blocks its
/// thread until there is an answer.
///
/// Called on several threads at once.
public protocol MgwPort: Sendable {
  /// Has an address looked at beside the request; its status is empty until that has an end.
  func beginVerifying(
    addressNamed name: String, by caller: Caller
  ) throws(Refusal) -> VerifyView
  /// Whether an address is being looked at.
  func isVerifying(addressNamed name: String) -> Bool
  /// Where the list of what a run could not move is, as the fields of a new address; none if there
  /// is no list to be had.
  func retryPlace(ofJobNamed name: String, run: Int64) throws(Refusal) -> [JSONMember]

  /// Keeps an agent's record.
  func createAgent(_ request: AgentRequest, by caller: Caller) throws(Refusal) -> AgentView
  /// A page of the agents.
  func agents(_ page: PageQuery) throws(Refusal) -> PageView<AgentView>
  /// One agent.
  func agent(named name: String) throws(Refusal) -> AgentView
  /// Deletes an agent that no address uses.
  func deleteAgent(named name: String, by caller: Caller) throws(Refusal)
  /// The names of the agents of addresses, by the addresses' names.
  func agents(ofAddressesNamed names: [String]) throws(Refusal) -> [String: [String]]
  /// Has agents take the places of those that an address has.
  func setAgents(
    _ agents: [String], ofAddressNamed name: String, by caller: Caller
  ) throws(Refusal)
  /// Refuses agents that are not there.
  func checkAgents(_ agents: [String]) throws(Refusal)

  /// Keeps a tunnel's record.
  func createTunnel(_ request: TunnelRequest, by caller: Caller) throws(Refusal) -> TunnelView
  /// A page of the tunnels.
  func tunnels(_ page: PageQuery) throws(Refusal) -> PageView<TunnelView>
  /// One tunnel.
  func tunnel(_ id: String) throws(Refusal) -> TunnelView
  /// Changes a tunnel's tags or limits.
  func updateTunnel(
    _ id: String, _ request: TunnelRequest, by caller: Caller
  ) throws(Refusal) -> TunnelView
  /// Deletes a tunnel that no agent uses.
  func deleteTunnel(_ id: String, by caller: Caller) throws(Refusal)
}
