import Calendar
import Engine
import Migration
import SQLite
import Store
import TestSupport
import Testing

@Suite struct ZoneRowTests {
  @Test("a database of the first version gets its zones and its totals")
  func upgrade() throws {
    try Scratch.with { folder in
      let path = folder + "/ferry.db"
      let counted: SlotCounts
      do {
        let database = try JobDatabase(writing: path)
        var change = JobChange(job: try add("photos", to: database), at: at(9))
        change.skipped = [SlotStretch(first: at(1), last: at(5), count: 5, reason: .missed)]
        try database.commit([.job(change)])
        change = JobChange(job: try add("films", to: database), at: at(9))
        change.skipped = [SlotStretch(first: at(1), last: at(5), count: 3, reason: .missed)]
        try database.commit([.job(change)])
        counted = try database.slotCounts(of: nil)
        #expect(counted.skipped == [.missed: 8])
      }
      try tamper(
        path,
        """
        DROP TRIGGER slot_total_more; DROP TRIGGER slot_total_changed; DROP TRIGGER slot_total_less;
        DROP TABLE slot_total; DROP TABLE zone; DROP INDEX job_zone;
        ALTER TABLE slot DROP COLUMN trigger; PRAGMA user_version=1
        """)
      let database = try JobDatabase(writing: path)
      #expect(try database.zoneGenerations() == ["Europe/Berlin": ""])
      #expect(try database.slotCounts(of: nil) == counted)
      let films = try #require(try database.job(named: try name("films")))
      try database.commit([.job(JobChange(job: films, records: [.remove], at: at(10)))])
      #expect(try database.slotCounts(of: nil).skipped == [.missed: 5])
    }
  }

  @Test("a zone's generation is kept; one that no job names is not told of")
  func generations() throws {
    try Scratch.with { folder in
      let database = try JobDatabase(writing: folder + "/ferry.db")
      let new = try newJob("photos")
      try database.commit([
        .zone("Europe/Berlin", generation: "1"), .zone("Asia/Tokyo", generation: "2"), .addJob(new),
      ])
      #expect(try database.zoneGenerations() == ["Europe/Berlin": "1"])
      try database.commit([.zone("Europe/Berlin", generation: "3")])
      #expect(try database.zoneGenerations() == ["Europe/Berlin": "3"])
    }
  }

  @Test("the jobs of a zone come in the order of their numbers, a page at a time")
  func jobsOfZone() throws {
    try Scratch.with { folder in
      let database = try JobDatabase(writing: folder + "/ferry.db")
      var ids: [JobID] = []
      for number in 0..<5 {
        var new = try newJob("job-\(number)")
        if number == 2 { new.definition.schedule.timeZone = "UTC" }
        try database.commit([.addJob(new)])
        ids.append(try #require(try database.job(named: new.definition.name)).id)
      }
      ids.remove(at: 2)
      let first = try database.jobs(inZone: "Europe/Berlin", after: nil, limit: 3)
      #expect(first == Array(ids.prefix(3)))
      #expect(try database.jobs(inZone: "Europe/Berlin", after: ids[2], limit: 3) == [ids[3]])
      #expect(try database.jobs(inZone: "Europe/Rome", after: nil, limit: 3).isEmpty)
    }
  }

  @Test("the latest reading of the clock is kept, to the second, until all events are looked at")
  func latestChange() throws {
    try Scratch.with { folder in
      let database = try JobDatabase(writing: folder + "/ferry.db")
      #expect(try database.latestChange() == nil)
      let job = try add("photos", to: database)
      let made = job.created
      #expect(try database.latestChange() == made)
      for (later, kept) in [(-5_000_000, 0), (999_999, 0), (1_000_000, 1_000_000), (7, 1_000_000)] {
        let change = JobChange(job: job, at: made.advanced(byMicroseconds: Int64(later)))
        try database.commit([.job(change)])
        #expect(try database.latestChange() == made.advanced(byMicroseconds: Int64(kept)))
      }
      try database.commit([.clock(at(3))])
      #expect(try database.latestChange() == at(3))
    }
  }
}
