import Calendar
import Engine
import Migration
import Platform
import Server
import Store
import Wire

/// What Alibaba Cloud's clients ask beyond jobs and addresses: agents and tunnels, which are records
/// here, looks at addresses beside the request, and lists of what failed.
struct RecordDesk: MgwPort {
  let reader: Reader
  let gate: CommandGate
  let verifications: VerifyDesk
  let lists: ListDesk

  /// As many as the cloud keeps.
  private static let most = 100

  func beginVerifying(
    addressNamed name: String, by caller: Caller
  ) throws(Refusal) -> VerifyView {
    try verifications.begin(try reader.address(named: name), by: caller)
  }

  func isVerifying(addressNamed name: String) -> Bool { verifications.isUnderWay(name) }

  func retryPlace(ofJobNamed name: String, run: Int64) throws(Refusal) -> [JSONMember] {
    try lists.place(ofJobNamed: name, run: run)
  }

  // MARK: - Agents

  func createAgent(_ request: AgentRequest, by caller: Caller) throws(Refusal) -> AgentView {
    let now = WallClock.now()
    let record = AgentRecord(
      name: request.name, version: UUIDText.random(), tunnel: request.tunnelID,
      endpoint: request.endpoint, deployMethod: request.deployMethod, tags: request.tags,
      created: now, modified: now)
    try gate.write { (store) throws(Refusal) in
      try store.keeping { () throws(StoreFailure) in
        guard try store.agent(named: record.name) == nil else {
          return Refusal(
            .agentAlreadyExists, "there is an agent '\(record.name)' already; choose another name")
        }
        guard try store.tunnel(record.tunnel) != nil else { return Self.noTunnel(record.tunnel) }
        guard try store.agentCount() < Self.most else {
          return Refusal(.agentLimit, "there are \(Self.most) agents, and no more are kept")
        }
        try store.add(record)
        return nil
      }
    }
    return AgentView(record)
  }

  func agents(_ page: PageQuery) throws(Refusal) -> PageView<AgentView> {
    let found = try reader.read { (store) throws(StoreFailure) in
      try store.agents(after: page.marker, limit: page.count + 1)
    }
    let shown = found.prefix(page.count)
    return PageView(
      shown.map { AgentView($0) },
      nextMarker: found.count > page.count ? shown.last?.name ?? "" : "")
  }

  func agent(named name: String) throws(Refusal) -> AgentView {
    let found = try reader.read { (store) throws(StoreFailure) in try store.agent(named: name) }
    guard let found else { throw Self.noAgent(name) }
    return AgentView(found)
  }

  func deleteAgent(named name: String, by caller: Caller) throws(Refusal) {
    try gate.write { (store) throws(Refusal) in
      try store.keeping { () throws(StoreFailure) in
        guard try store.agent(named: name) != nil else { return Self.noAgent(name) }
        if let address = try store.address(usingAgent: name) {
          return Refusal(
            .agentOccupied, "The import agent is occupied by import address '\(address)'")
        }
        try store.removeAgent(named: name)
        return nil
      }
    }
  }

  func agents(ofAddressesNamed names: [String]) throws(Refusal) -> [String: [String]] {
    try reader.read { (store) throws(StoreFailure) in
      var found: [String: [String]] = [:]
      for name in names {
        let agents = try store.agents(ofAddress: name)
        if !agents.isEmpty { found[name] = agents }
      }
      return found
    }
  }

  func checkAgents(_ agents: [String]) throws(Refusal) {
    for name in agents { _ = try agent(named: name) }
  }

  func setAgents(
    _ agents: [String], ofAddressNamed name: String, by caller: Caller
  ) throws(Refusal) {
    let address = try reader.address(named: name)
    if case .file(let path) = address.origin {
      throw Refusal(
        .invalidArgument, "address '\(address.name)' is defined by \(path), which knows no agents")
    }
    try gate.write { (store) throws(Refusal) in
      try store.keeping { () throws(StoreFailure) in
        for agent in agents where try store.agent(named: agent) == nil {
          return Self.noAgent(agent)
        }
        try store.setAgents(agents, ofAddress: address.name.text)
        return nil
      }
    }
  }

  // MARK: - Tunnels

  func createTunnel(_ request: TunnelRequest, by caller: Caller) throws(Refusal) -> TunnelView {
    let now = WallClock.now()
    let record = TunnelRecord(
      id: UUIDText.random(), tags: request.tags ?? "", bytesPerSecond: request.bytesPerSecond ?? 0,
      requestsPerSecond: request.requestsPerSecond ?? 0, created: now, modified: now)
    try gate.write { (store) throws(Refusal) in
      try store.keeping { () throws(StoreFailure) in
        guard try store.tunnelCount() < Self.most else {
          return Refusal(.tunnelLimit, "there are \(Self.most) tunnels, and no more are kept")
        }
        try store.put(record)
        return nil
      }
    }
    return TunnelView(record)
  }

  func tunnels(_ page: PageQuery) throws(Refusal) -> PageView<TunnelView> {
    let found = try reader.read { (store) throws(StoreFailure) in
      try store.tunnels(after: page.marker, limit: page.count + 1)
    }
    let shown = found.prefix(page.count)
    return PageView(
      shown.map { TunnelView($0) },
      nextMarker: found.count > page.count ? shown.last?.id ?? "" : "")
  }

  func tunnel(_ id: String) throws(Refusal) -> TunnelView {
    let found = try reader.read { (store) throws(StoreFailure) in try store.tunnel(id) }
    guard let found else { throw Self.noTunnel(id) }
    return TunnelView(found)
  }

  func updateTunnel(
    _ id: String, _ request: TunnelRequest, by caller: Caller
  ) throws(Refusal) -> TunnelView {
    let now = WallClock.now()
    let changed = try gate.write { (store) throws(Refusal) -> TunnelRecord? in
      var changed: TunnelRecord?
      try store.keeping { () throws(StoreFailure) in
        guard var record = try store.tunnel(id) else { return Self.noTunnel(id) }
        record.tags = request.tags ?? record.tags
        record.bytesPerSecond = request.bytesPerSecond ?? record.bytesPerSecond
        record.requestsPerSecond = request.requestsPerSecond ?? record.requestsPerSecond
        record.modified = now
        try store.put(record)
        changed = record
        return nil
      }
      return changed
    }
    guard let changed else { throw Self.noTunnel(id) }
    return TunnelView(changed)
  }

  func deleteTunnel(_ id: String, by caller: Caller) throws(Refusal) {
    try gate.write { (store) throws(Refusal) in
      try store.keeping { () throws(StoreFailure) in
        guard try store.tunnel(id) != nil else { return Self.noTunnel(id) }
        if let agent = try store.agent(usingTunnel: id) {
          return Refusal(
            .tunnelOccupied, "The import tunnel is occupied by import agent '\(agent)'")
        }
        try store.removeTunnel(id)
        return nil
      }
    }
  }

  private static func noAgent(_ name: String) -> Refusal {
    Refusal(.noSuchAgent, "The specified import agent does not exist: '\(name.prefix(70))'")
  }

  private static func noTunnel(_ id: String) -> Refusal {
    Refusal(.noSuchTunnel, "The specified import tunnel does not exist: '\(id.prefix(70))'")
  }
}

extension AgentView {
  fileprivate init(_ record: AgentRecord) {
    self.init(
      name: record.name, version: record.version, createTime: record.created,
      modifyTime: record.modified, tunnelID: record.tunnel, endpoint: record.endpoint,
      deployMethod: record.deployMethod, tags: record.tags)
  }
}

extension TunnelView {
  fileprivate init(_ record: TunnelRecord) {
    self.init(
      id: record.id, createTime: record.created, modifyTime: record.modified, tags: record.tags,
      bytesPerSecond: record.bytesPerSecond, requestsPerSecond: record.requestsPerSecond)
  }
}
