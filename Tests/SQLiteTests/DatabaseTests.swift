import SQLite
import Testing
import TestSupport

@Suite struct DatabaseTests {
  @Test("text with NUL bytes, any blob and the extremes of numbers come back as they went in")
  func roundTrip() throws {
    try Scratch.with("sqlite") { folder in
      let database = try Database("\(folder)/a.db")
      try database.configure(synchronous: .full)
      try database.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, v)")
      let values: [SQLValue] = [
        .text("a\0b"), .text(""), .text("Grüße, 世界 🚢"), .blob([]), .blob([0, 255, 0, 128]),
        .integer(.min), .integer(.max), .real(-0.5), .null, nil, 7, "literal",
        .integer(Int64?.none),
      ]
      let insert = try database.prepare("INSERT INTO t (v) VALUES (?)", persistent: true)
      for value in values { try insert.run(value) }

      let rows = try database.prepare("SELECT v FROM t ORDER BY id")
      for value in values {
        #expect(try rows.step() == true)
        switch value {
        case .integer(let number): #expect(rows.optionalInteger(0) == number)
        case .real(let number): #expect(rows.real(0) == number)
        case .text(let text): #expect(rows.optionalText(0) == text)
        case .blob(let bytes): #expect(rows.optionalBlob(0) == bytes)
        case .null:
          #expect(rows.isNull(0) == true)
          #expect(rows.optionalText(0) == nil)
          #expect(rows.optionalBlob(0) == nil)
          #expect(rows.optionalInteger(0) == nil)
        }
      }
      #expect(try rows.step() == false)
    }
  }

  @Test("a statement that outlives its database keeps the connection open")
  func statementOutlives() throws {
    try Scratch.with("sqlite") { folder in
      let statement = try oneRow(in: "\(folder)/a.db")
      #expect(try statement.step() == true)
      #expect(statement.integer(0) == 42)
    }
  }

  @Test("a transaction commits all, or rolls back all and throws the body's own error")
  func transactions() throws {
    try Scratch.with("sqlite") { folder in
      let database = try Database("\(folder)/a.db")
      try database.configure(synchronous: .normal)
      try database.execute("CREATE TABLE t (v INTEGER UNIQUE)")
      let inserted = try database.transaction { () throws(SQLiteError) in
        try database.run("INSERT INTO t VALUES (?)", 1)
        return database.changes
      }
      #expect(inserted == 1)
      let refused = #expect(throws: Refusal.self) {
        try database.transaction(mapping: Refusal.database) { () throws(Refusal) in
          do throws(SQLiteError) {
            try database.run("INSERT INTO t VALUES (?)", 2)
          } catch {
            throw .database(error)
          }
          throw .byBody
        }
      }
      #expect(refused == .byBody)
      #expect(try database.integer("SELECT count(*) FROM t") == 1)
      let duplicate = #expect(throws: SQLiteError.self) {
        try database.transaction { () throws(SQLiteError) in
          try database.run("INSERT INTO t VALUES (3)")
          try database.run("INSERT INTO t VALUES (1)")
        }
      }
      #expect(duplicate?.isConstraint == true)
      #expect(duplicate?.extendedCode == 2067)
      #expect(duplicate?.description.contains("INSERT INTO t VALUES (1)") == true)
      #expect(try database.integer("SELECT count(*) FROM t") == 1)
    }
  }

  @Test("a second writer is told that the file is busy")
  func busy() throws {
    try Scratch.with("sqlite") { folder in
      let first = try Database("\(folder)/a.db")
      try first.configure(synchronous: .normal)
      let second = try Database("\(folder)/a.db")
      try second.execute("PRAGMA busy_timeout=0")
      try first.transaction { () throws(SQLiteError) in
        let error = #expect(throws: SQLiteError.self) { try second.execute("BEGIN IMMEDIATE") }
        #expect(error?.isBusy == true)
      }
    }
  }

  @Test("a full file says so")
  func full() throws {
    try Scratch.with("sqlite") { folder in
      let database = try Database("\(folder)/a.db")
      try database.configure(synchronous: .normal)
      try database.execute("CREATE TABLE t (v BLOB); PRAGMA max_page_count=10")
      let error = #expect(throws: SQLiteError.self) {
        try database.run("INSERT INTO t VALUES (zeroblob(1000000))")
      }
      #expect(error?.isFull == true)
    }
  }

  @Test("an absent file is not made for reading, and its name is told")
  func absent() throws {
    try Scratch.with("sqlite") { folder in
      for mode in [Database.OpenMode.existing, .readOnly] {
        let error = #expect(throws: SQLiteError.self) { _ = try Database("\(folder)/no.db", mode) }
        #expect(error?.description.contains("no.db") == true)
      }
    }
  }

  @Test("one call prepares one statement: two, or none, are refused")
  func oneStatement() throws {
    let database = try Database(":memory:")
    for sql in ["SELECT 1; SELECT 2", "", " -- nothing"] {
      #expect(throws: SQLiteError.self) { _ = try database.prepare(sql) }
    }
    #expect(try database.integer("SELECT 1 ; ") == 1)
    #expect(try database.text("SELECT 'x' WHERE 0") == nil)
  }

  @Test("the quick check passes a sound file and names what is wrong with a damaged one")
  func quickCheck() throws {
    try Scratch.with("sqlite") { folder in
      let path = "\(folder)/a.db"
      try fill(path)
      #expect(try Database(path).quickCheck() == [])
      try damage(path, at: 4096 * 2)
      let database = try Database(path)
      do throws(SQLiteError) {
        #expect(try database.quickCheck() != [])
      } catch {
        #expect(error.isCorrupt)
      }
    }
  }

  private func oneRow(in path: String) throws -> Statement {
    let database = try Database(path)
    return try database.prepare("SELECT 42")
  }
}

private enum Refusal: Error, Equatable {
  case database(SQLiteError)
  case byBody
}
