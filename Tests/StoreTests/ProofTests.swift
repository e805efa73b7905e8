import Calendar
import Engine
import Migration
import SQLite
import Store
import TestSupport
import Testing

@Suite struct ProofTests {
  private static let now = Instant(seconds: 1_800_000_000)

  @Test("a proof writes a row only if nothing was written since the last one")
  func row() throws {
    try Scratch.with("proof") { folder in
      let database = try JobDatabase(writing: folder + "/ferry.db")
      try database.prove(at: Self.now)
      var before = database.changeCount
      try database.prove(at: Self.now)
      #expect(database.changeCount == before + 1, "nothing was written: a row of its own")
      try database.commit([.addAddress(address("one"))])
      before = database.changeCount
      try database.prove(at: Self.now)
      #expect(database.changeCount == before, "the commit is the proof")
      try database.together { () throws(StoreFailure) in }
      try database.prove(at: Self.now)
      #expect(database.changeCount == before + 1, "an empty transaction reaches no disk")
      try database.together { () throws(StoreFailure) in
        try database.commit([.addAddress(address("two"))])
      }
      before = database.changeCount
      try database.prove(at: Self.now)
      #expect(database.changeCount == before)
      #expect(database.isAtRest)
    }
  }

  @Test("another process's lock is waited for once; then each write asks and goes on")
  func locked() throws {
    try Scratch.with("proof") { folder in
      let database = try JobDatabase(writing: folder + "/ferry.db")
      let other = try Database(folder + "/ferry.db", .existing)
      try other.execute("BEGIN IMMEDIATE")
      let clock = ContinuousClock()
      let first = clock.measure { fails(database) }
      #expect(first >= .seconds(4))
      let next = clock.measure { for _ in 0..<10 { fails(database) } }
      #expect(next < .seconds(4))
      #expect(try database.addressCount() == 0, "what only reads is answered")
      try other.execute("ROLLBACK")
      try database.prove(at: Self.now)
      try database.commit([.addAddress(address("one"))])
    }
  }

  private func fails(_ database: JobDatabase) {
    let failure = #expect(throws: StoreFailure.self) { try database.prove(at: Self.now) }
    #expect(failure?.kind == .busy)
  }

  @Test("what needs attention and what starts next are found without reading all jobs")
  func status() throws {
    try Scratch.with("proof") { folder in
      let database = try JobDatabase(writing: folder + "/ferry.db")
      #expect(try database.attentionCount() == 0)
      #expect(try database.nextStartName() == nil)
      let plans = try Database(folder + "/ferry.db", .readOnly)
      for (sql, index) in [
        ("SELECT count(*) FROM job WHERE reason IS NOT NULL", "job_attention"),
        (
          "SELECT job.name, due.at_us FROM due JOIN job ON job.id = due.job "
            + "WHERE due.kind = 'start' ORDER BY due.at_us LIMIT 1", "due_start"
        ),
      ] {
        let statement = try plans.prepare("EXPLAIN QUERY PLAN " + sql)
        var plan = ""
        while try statement.step() { plan += statement.text(3) + "\n" }
        #expect(plan.contains(index), "\(plan)")
        #expect(!plan.contains("TEMP B-TREE"), "\(plan)")
      }
    }
  }
}
