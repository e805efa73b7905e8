extension JobSchema {
  /// Who may come in from elsewhere, what was changed by whom, and the records of agents and
  /// tunnels.
  static let access = """
    -- A token itself is kept nowhere: digest is its SHA-256.
    CREATE TABLE token(
      name TEXT PRIMARY KEY,
      digest BLOB NOT NULL UNIQUE,
      role TEXT NOT NULL,
      created_us INTEGER NOT NULL,
      expires_us INTEGER,
      created_by TEXT NOT NULL
    ) STRICT;

    -- Requests that were to change something: outcome is the refusal's code, '' if it was done.
    CREATE TABLE audit(
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      at_us INTEGER NOT NULL,
      caller TEXT NOT NULL,
      role TEXT NOT NULL,
      place TEXT NOT NULL,
      action TEXT NOT NULL,
      subject TEXT NOT NULL,
      outcome TEXT NOT NULL,
      request TEXT NOT NULL
    ) STRICT;

    CREATE TABLE tunnel(
      id TEXT PRIMARY KEY,
      tags TEXT NOT NULL,
      bytes_per_second INTEGER NOT NULL,
      requests_per_second INTEGER NOT NULL,
      created_us INTEGER NOT NULL,
      modified_us INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE agent(
      name TEXT PRIMARY KEY,
      version TEXT NOT NULL UNIQUE,
      tunnel TEXT NOT NULL REFERENCES tunnel(id),
      endpoint TEXT NOT NULL,
      deploy_method TEXT NOT NULL,
      tags TEXT NOT NULL,
      created_us INTEGER NOT NULL,
      modified_us INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX agent_tunnel ON agent(tunnel);

    CREATE TABLE address_agent(
      address TEXT NOT NULL REFERENCES address(name) ON DELETE CASCADE,
      place INTEGER NOT NULL,
      agent TEXT NOT NULL REFERENCES agent(name),
      PRIMARY KEY(address, place)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX address_agent_of ON address_agent(agent);

    """
}
