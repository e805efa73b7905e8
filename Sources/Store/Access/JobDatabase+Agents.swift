import Calendar
public import Engine
import SQLite

extension JobDatabase {
  // MARK: - Tunnels

  /// Keeps a tunnel, new or changed.
  public func put(_ tunnel: TunnelRecord) throws(StoreFailure) {
    try writing { () throws(SQLiteError) in
      try perform(
        """
        INSERT INTO tunnel VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT(id) DO UPDATE SET
          tags = excluded.tags, bytes_per_second = excluded.bytes_per_second,
          requests_per_second = excluded.requests_per_second, modified_us = excluded.modified_us
        """, .text(tunnel.id), .text(tunnel.tags), .integer(tunnel.bytesPerSecond),
        .integer(tunnel.requestsPerSecond), .integer(tunnel.created.microseconds),
        .integer(tunnel.modified.microseconds))
    }
  }

  /// Forgets a tunnel.
  ///
  /// - Throws: A conflict if an agent uses it.
  public func removeTunnel(_ id: String) throws(StoreFailure) {
    try writing { () throws(SQLiteError) in
      try perform("DELETE FROM tunnel WHERE id = ?", .text(id))
    }
  }

  /// Tunnels in the order of their IDs, after one.
  public func tunnels(after id: String, limit: Int) throws(StoreFailure) -> [TunnelRecord] {
    try rows(
      "SELECT * FROM tunnel WHERE id > ? ORDER BY id LIMIT ?",
      [.text(id), .integer(Int64(limit))]
    ) { (row) throws(StoreFailure) in TunnelRecord(row) }
  }

  /// The tunnel of an ID; nil if there is none.
  public func tunnel(_ id: String) throws(StoreFailure) -> TunnelRecord? {
    try rows("SELECT * FROM tunnel WHERE id = ?", [.text(id)]) { (row) throws(StoreFailure) in
      TunnelRecord(row)
    }.first
  }

  /// How many tunnels there are.
  public func tunnelCount() throws(StoreFailure) -> Int {
    Int(try integer("SELECT count(*) FROM tunnel") ?? 0)
  }

  /// The name of an agent that uses a tunnel; nil if none does.
  public func agent(usingTunnel id: String) throws(StoreFailure) -> String? {
    try rows("SELECT name FROM agent WHERE tunnel = ? LIMIT 1", [.text(id)]) {
      (row) throws(StoreFailure) in row.text(0)
    }.first
  }

  // MARK: - Agents

  /// Keeps an agent.
  ///
  /// - Throws: A conflict if its name is taken or its tunnel is not there.
  public func add(_ agent: AgentRecord) throws(StoreFailure) {
    try writing { () throws(SQLiteError) in
      try perform(
        "INSERT INTO agent VALUES (?, ?, ?, ?, ?, ?, ?, ?)", .text(agent.name),
        .text(agent.version), .text(agent.tunnel), .text(agent.endpoint),
        .text(agent.deployMethod), .text(agent.tags), .integer(agent.created.microseconds),
        .integer(agent.modified.microseconds))
    }
  }

  /// Forgets an agent.
  ///
  /// - Throws: A conflict if an address uses it.
  public func removeAgent(named name: String) throws(StoreFailure) {
    try writing { () throws(SQLiteError) in
      try perform("DELETE FROM agent WHERE name = ?", .text(name))
    }
  }

  /// Agents in the order of their names, after one.
  public func agents(after name: String, limit: Int) throws(StoreFailure) -> [AgentRecord] {
    try rows(
      "SELECT * FROM agent WHERE name > ? ORDER BY name LIMIT ?",
      [.text(name), .integer(Int64(limit))]
    ) { (row) throws(StoreFailure) in AgentRecord(row) }
  }

  /// The agent of a name; nil if there is none.
  public func agent(named name: String) throws(StoreFailure) -> AgentRecord? {
    try rows("SELECT * FROM agent WHERE name = ?", [.text(name)]) { (row) throws(StoreFailure) in
      AgentRecord(row)
    }.first
  }

  /// How many agents there are.
  public func agentCount() throws(StoreFailure) -> Int {
    Int(try integer("SELECT count(*) FROM agent") ?? 0)
  }

  /// The name of an address that uses an agent; nil if none does.
  public func address(usingAgent name: String) throws(StoreFailure) -> String? {
    try rows("SELECT address FROM address_agent WHERE agent = ? LIMIT 1", [.text(name)]) {
      (row) throws(StoreFailure) in row.text(0)
    }.first
  }

  /// The agents of an address in their order.
  public func agents(ofAddress name: String) throws(StoreFailure) -> [String] {
    try rows("SELECT agent FROM address_agent WHERE address = ? ORDER BY place", [.text(name)]) {
      (row) throws(StoreFailure) in row.text(0)
    }
  }

  /// Has agents take the places of those that an address has.
  ///
  /// - Throws: A conflict if the address or one of the agents is not there.
  public func setAgents(
    _ agents: [String], ofAddress name: String
  ) throws(StoreFailure) {
    try writing { () throws(SQLiteError) in
      try perform("DELETE FROM address_agent WHERE address = ?", .text(name))
      for (place, agent) in agents.enumerated() {
        try perform(
          "INSERT INTO address_agent VALUES (?, ?, ?)", .text(name), .integer(Int64(place)),
          .text(agent))
      }
    }
  }
}

extension TunnelRecord {
  fileprivate init(_ row: borrowing Statement) {
    self.init(
      id: row.text(0), tags: row.text(1), bytesPerSecond: row.integer(2),
      requestsPerSecond: row.integer(3), created: Instant(microseconds: row.integer(4)),
      modified: Instant(microseconds: row.integer(5)))
  }
}

extension AgentRecord {
  fileprivate init(_ row: borrowing Statement) {
    self.init(
      name: row.text(0), version: row.text(1), tunnel: row.text(2), endpoint: row.text(3),
      deployMethod: row.text(4), tags: row.text(5),
      created: Instant(microseconds: row.integer(6)),
      modified: Instant(microseconds: row.integer(7)))
  }
}
