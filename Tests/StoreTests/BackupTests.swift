import Calendar
import Engine
import Foundation
import Migration
import SQLite
import Store
import TestSupport
import Testing

@Suite struct BackupTests {
  @Test("a backup holds the database and the failed objects of ended runs, and gives both back")
  func roundTrip() throws {
    try Scratch.with { folder in
      let job = try state(in: folder)
      let summary = try make(in: folder)
      #expect((summary.jobs, summary.runs, summary.ledgers, summary.failures) == (1, 2, 1, 2))
      #expect(summary.leftOut == 1 && summary.damaged == 0)
      let backup = try BackupFile(folder + "/backup")
      #expect(backup.summary == summary)
      var written: [String] = []
      try backup.writeDatabase(to: folder + "/new.db")
      try backup.writeLedgers(to: { "\(folder)/new-\($0.rawValue)-\($1).db" }) {
        (path) throws(BackupError) in written.append(path)
      }
      #expect(written == ["\(folder)/new-\(job.id.rawValue)-1.db"])
      let database = try JobDatabase(writing: folder + "/new.db")
      #expect(try database.job(named: try name("photos"))?.version == job.version)
      let list = try FailureList(
        of: LedgerPlace(path: written[0], job: job.version, run: 1))
      #expect(try list.page(after: nil, limit: 9).map(\.failure.key.description) == ["a", "b"])
      #expect(try list.page(after: nil, limit: 9).map(\.failure.code) == [.ioError, .ioError])
    }
  }

  @Test("any flipped bit of a backup is found, or changes nothing that is kept")
  func flips() throws {
    try Scratch.with { folder in
      _ = try state(in: folder)
      let summary = try make(in: folder)
      let path = folder + "/backup"
      let good = try Data(contentsOf: URL(fileURLWithPath: path))
      let content = try dump(path)
      var random = SeededRandom(seed: 19)
      var (found, harmless) = (0, 0)
      for _ in 0..<600 {
        var bad = good
        bad[Int.random(in: 0..<good.count, using: &random)] ^=
          1 << UInt8.random(in: 0..<8, using: &random)
        try bad.write(to: URL(fileURLWithPath: path))
        do throws(BackupError) {
          let backup = try BackupFile(path)
          #expect(backup.summary == summary)
          harmless += 1
        } catch {
          #expect(error.kind == .unusable, "\(error)")
          found += 1
          continue
        }
        #expect(try dump(path) == content)
      }
      print("backup: 600 flipped bits, \(found) found, \(harmless) where nothing is kept")
      #expect(found > 20)
    }
  }

  @Test("a row that is damaged in the database itself is told, and does not stop the backup")
  func damagedRow() throws {
    try Scratch.with { folder in
      _ = try state(in: folder)
      try tamper(folder + "/ferry.db", "UPDATE job SET note = 'spoiled'")
      #expect(try make(in: folder).damaged == 1)
      #expect(try BackupFile(folder + "/backup").summary.damaged == 1)
    }
  }

  @Test("a backup that somebody ends says so")
  func ended() throws {
    try Scratch.with { folder in
      _ = try state(in: folder)
      #expect(throws: BackupError.self) { _ = try make(in: folder, goOn: false) }
    }
  }

  /// A job with a run whose ledger has two failed objects, and one whose ledger is gone.
  private func state(in folder: String) throws -> Job {
    let database = try JobDatabase(writing: folder + "/ferry.db")
    let job = try add("photos", to: database)
    try open(2, of: job, in: database)
    for number in 1...2 as ClosedRange<Int64> {
      var counts = RunCounts()
      (counts.total, counts.failed, counts.listed) = (2, 2, true)
      let run = RunNumber(rawValue: number)
      var change = JobChange(job: job, counts: counts, at: at(50))
      change.job.lastRun = run
      change.records = [.endRun(run, Settlement(counts, remainder: Remainder(failing: 2)))]
      try database.commit([.job(change)])
    }
    let path = "\(folder)/\(job.id.rawValue)-1.db"
    do { _ = try ObjectLedger(path: path, job: job.version, run: 1) }
    try tamper(
      path,
      """
      INSERT INTO failure (key, batch, kind, size, modified_ns, code, text, attempts)
      VALUES (x'61', 1, 0, 5, 6, '\(FailureCode.ioError.rawValue)', 'text', 3),
        (x'62', 1, 0, 5, 6, '\(FailureCode.ioError.rawValue)', 'text', 3);
      """)
    return job
  }

  private func make(in folder: String, goOn: Bool = true) throws -> BackupSummary {
    let path = folder + "/backup"
    try Data().write(to: URL(fileURLWithPath: path))
    let maker = BackupMaker(
      database: folder + "/ferry.db", ledger: { "\(folder)/\($0.rawValue)-\($1).db" },
      goOn: { goOn })
    return try maker.make(at: path, release: "1.2.3", now: at(77))
  }

  /// All rows of all tables as text.
  private func dump(_ path: String) throws -> [String] {
    let database = try Database(path, .readOnly)
    let table = try database.prepare(
      "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    var lines: [String] = []
    while try table.step() {
      let row = try database.prepare("SELECT * FROM \"\(table.text(0))\"")
      while try row.step() {
        lines.append("\(table.text(0)) \((0..<row.columnCount).map { row.value($0) })")
      }
    }
    return lines.sorted()
  }
}
