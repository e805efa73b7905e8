import Foundation
import SQLite
import Testing
import TestSupport

@Suite struct MigrationsTests {
  private let first = Migrations(applicationID: 0x4645_0001, [.init(1, "CREATE TABLE a (v)")])
  private let second = Migrations(
    applicationID: 0x4645_0001,
    [
      .init(1, "CREATE TABLE a (v)"),
      .init(2, "ALTER TABLE a ADD COLUMN w; CREATE TABLE b (v); INSERT INTO b VALUES (1)"),
    ])

  @Test("steps run once each, in order, and again on an older file")
  func steps() throws {
    try Scratch.with("migrations") { folder in
      let database = try Database("\(folder)/a.db")
      try first.apply(to: database)
      #expect(try first.check(database) == 1)
      try database.run("INSERT INTO a VALUES (7)")
      for _ in 0..<2 { try second.apply(to: database) }
      #expect(try second.check(database) == 2)
      #expect(try database.integer("SELECT count(*) FROM b") == 1)
      #expect(try database.integer("SELECT v FROM a WHERE w IS NULL") == 7)
    }
  }

  @Test("a step that fails leaves nothing of itself behind")
  func failingStep() throws {
    try Scratch.with("migrations") { folder in
      let database = try Database("\(folder)/a.db")
      try first.apply(to: database)
      let bad = Migrations(
        applicationID: 0x4645_0001,
        [.init(1, ""), .init(2, "CREATE TABLE c (v); INSERT INTO nowhere VALUES (1)")])
      #expect(throws: SchemaError.self) { try bad.apply(to: database) }
      #expect(try database.integer("PRAGMA user_version") == 1)
      #expect(try database.integer("SELECT count(*) FROM sqlite_schema") == 1)
      try second.apply(to: database)
    }
  }

  @Test("a process killed inside a step leaves the step undone, and the next start does it")
  func killed() async throws {
    let path = "/dev/shm/ferry-killed-\(UUID().uuidString.prefix(8)).db"
    defer { for end in ["", "-wal", "-shm"] { unlink(path + end) } }
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      let database = try Database(path)
      try database.configure(synchronous: .full)
      try database.transaction { () throws(SQLiteError) in
        try database.execute("CREATE TABLE a (v); PRAGMA user_version=1")
        kill(getpid(), SIGKILL)
      }
    }
    let database = try Database(path, .existing)
    try second.apply(to: database)
    #expect(try database.integer("SELECT count(*) FROM b") == 1)
  }

  @Test("another program's file is refused and left as it is")
  func foreign() throws {
    try Scratch.with("migrations") { folder in
      let marked = "\(folder)/marked.db"
      try Database(marked).execute("PRAGMA application_id=99; CREATE TABLE t (v)")
      let unmarked = "\(folder)/unmarked.db"
      try Database(unmarked).execute("CREATE TABLE t (v)")
      for path in [marked, unmarked] {
        let before = try contents(path)
        let error = #expect(throws: SchemaError.self) { try first.apply(to: Database(path)) }
        guard case .foreign(path, _)? = error else {
          Issue.record("\(String(describing: error))")
          continue
        }
        #expect(try contents(path) == before)
      }
    }
  }

  @Test("a newer file is refused with both versions in the answer")
  func newer() throws {
    try Scratch.with("migrations") { folder in
      let database = try Database("\(folder)/a.db")
      try second.apply(to: database)
      let error = #expect(throws: SchemaError.self) { try first.apply(to: database) }
      #expect(error == .newer(path: "\(folder)/a.db", version: 2, known: 1))
      #expect(error?.description.contains("install that version again") == true)
    }
  }

  @Test("a file that is no database, or a damaged one, is refused and left as it is")
  func corrupt() throws {
    try Scratch.with("migrations") { folder in
      let text = "\(folder)/text.db"
      try Data(
        "This is a text of more than a hundred bytes. ".utf8 + Data(repeating: 65, count: 999)
      )
      .write(to: URL(fileURLWithPath: text))
      let damaged = "\(folder)/damaged.db"
      try fill(damaged)
      try damage(damaged, at: 100)
      for path in [text, damaged] {
        let before = try contents(path)
        let error = #expect(throws: SchemaError.self) { try first.apply(to: Database(path)) }
        guard case .corrupt(path, _)? = error else {
          Issue.record("\(String(describing: error))")
          continue
        }
        #expect(error?.description.contains("restore a backup") == true)
        #expect(try contents(path) == before)
      }
    }
  }
}
