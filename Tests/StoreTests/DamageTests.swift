import Calendar
import Engine
import Foundation
import Migration
import SQLite
import Store
import TestSupport
import Testing

@Suite struct DamageTests {
  @Test("a row changed behind the database's back is refused by name, the others stay readable")
  func jobRows() throws {
    let damages = [
      "status = 'IMPORT_JOB_DOING'", "run = 9", "schedule_spent = 1", "watermark_us = 0",
      "enabled = 1", "source = 'elsewhere'", "start_rule = NULL", "max_count = 13",
      "tags = tags || ' '", "checksum = checksum + 1", "origin = 'file:/x'", "version = 'x'",
      "bits_per_second = 2", "retired = 1", "last_run = 1", "catch_up_window_us = 6",
    ]
    for damage in damages {
      try Scratch.with { folder in
        let path = folder + "/ferry.db"
        let database = try JobDatabase(writing: path)
        let (bad, good) = (try add("bad", to: database), try add("good", to: database))
        try tamper(path, "UPDATE job SET \(damage) WHERE id = 1")
        let failure = #expect(throws: StoreFailure.self) { _ = try database.job(bad.id) }
        #expect(failure?.kind == .corrupt, "\(damage)")
        #expect(failure?.message.contains("job 'bad'") == true)
        #expect(try database.job(good.id) == good)
        #expect(try database.job(named: good.definition.name) == good)
        #expect(try database.jobCount() == 2)
        let page = try database.jobs(after: nil, limit: 10)
        #expect(page.jobs == [good])
        #expect(page.damage.map(\.kind) == [.corrupt])
      }
    }
  }

  @Test("the same for an address and a run")
  func otherRows() throws {
    try Scratch.with { folder in
      let path = folder + "/ferry.db"
      let database = try JobDatabase(writing: path)
      let job = try add("photos", to: database)
      try open(2, of: job, in: database)
      for text in ["bad", "good"] {
        let address = Address(
          name: try name(text), version: text, location: .local(try LocalPath("/srv/a/")),
          origin: .api, created: at(1), modified: at(1))
        try database.commit([.addAddress(address)])
      }
      try tamper(
        path,
        "UPDATE address SET prefix = '/etc/' WHERE name = 'bad'; UPDATE run SET copied = 5"
          + " WHERE number = 1")
      let address = #expect(throws: StoreFailure.self) {
        _ = try database.address(named: try name("bad"))
      }
      #expect(address?.kind == .corrupt)
      #expect(address?.message.contains("address 'bad'") == true)
      #expect(try database.address(named: try name("good")) != nil)
      let run = #expect(throws: StoreFailure.self) { _ = try database.run(.first, of: job.id) }
      #expect(run?.kind == .corrupt)
      #expect(run?.message.contains("run 1 of job number 1") == true)
      #expect(try database.run(RunNumber(rawValue: 2), of: job.id) != nil)
    }
  }

  @Test("a foreign, a newer and a broken file are refused and left as they are")
  func refusedFiles() throws {
    try Scratch.with { folder in
      let foreign = folder + "/foreign.db"
      try Database(foreign, .create).execute("PRAGMA application_id=7; CREATE TABLE t(a)")
      let plain = folder + "/plain.db"
      try Database(plain, .create).execute("CREATE TABLE job(a)")
      let newer = folder + "/newer.db"
      _ = try JobDatabase(writing: newer)
      try tamper(newer, "PRAGMA user_version=99")
      let broken = folder + "/broken.db"
      try Data(repeating: 0x41, count: 9_000).write(to: URL(filePath: broken))
      for path in [foreign, plain, newer, broken] {
        let before = try Data(contentsOf: URL(filePath: path))
        let failure = #expect(throws: SchemaError.self) { _ = try JobDatabase(writing: path) }
        #expect(failure?.description.contains(path) == true)
        switch (path, failure) {
        case (foreign, .foreign), (plain, .foreign), (newer, .newer), (broken, .corrupt): break
        case (_, _): Issue.record("\(path): \(String(describing: failure))")
        }
        #expect(try Data(contentsOf: URL(filePath: path)) == before)
      }
    }
  }

  @Test("a daemon killed while it made the schema leaves a file that the next start takes up")
  func killedInMigration() throws {
    try Scratch.with { folder in
      // Killed before the first transaction was committed: only the log's mode is in the file.
      let path = folder + "/ferry.db"
      do {
        let database = try Database(path, .create)
        try database.configure(synchronous: .full)
        try database.execute("BEGIN; CREATE TABLE address(name TEXT) STRICT")
      }
      let database = try JobDatabase(writing: path)
      let job = try add("photos", to: database)
      #expect(try database.job(job.id) == job)
      let check = try Database(path, .readOnly)
      #expect(try check.integer("PRAGMA user_version") == 2)
      #expect(try check.integer("PRAGMA application_id") == 0x6672_7279)
    }
  }

  @Test("after an unclean stop the whole file is looked through, after a clean one it is not")
  func uncleanStop() throws {
    for (isClean, checks, isRefused) in [
      (false, true, true), (true, true, false), (false, false, false),
    ] {
      try Scratch.with { folder in
        let path = folder + "/ferry.db"
        do {
          let database = try JobDatabase(writing: path)
          try database.setRunning(true)
          for number in 0..<200 { _ = try add("job-\(number)", to: database) }
          if isClean { try database.setRunning(false) }
        }
        // A page of the job table's rows is overwritten; the header and the schema are sound.
        let root = try Database(path, .readOnly).integer(
          "SELECT max(pageno) FROM (SELECT rootpage AS pageno FROM sqlite_schema"
            + " WHERE name = 'job_pair')")
        try overwrite(page: try #require(root), of: path)
        do {
          _ = try JobDatabase(writing: path, checks: checks)
          #expect(!isRefused)
        } catch {
          guard case SchemaError.corrupt = error else { throw error }
          #expect(isRefused)
        }
      }
    }
  }
}

/// Fills a page of a database file with nonsense.
private func overwrite(page: Int64, of path: String) throws {
  let file = try FileHandle(forWritingTo: URL(filePath: path))
  try file.seek(toOffset: UInt64(page - 1) * 4_096)
  try file.write(contentsOf: Data(repeating: 0x5a, count: 4_096))
  try file.close()
}
