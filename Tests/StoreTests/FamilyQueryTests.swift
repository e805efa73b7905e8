import Engine
import Migration
import Store
import TestSupport
import Testing

@Suite struct FamilyQueryTests {
  @Test("lists hide sub-jobs unless all are asked for; a parent's and a family's are found")
  func lists() throws {
    try Scratch.with { folder in
      let database = try JobDatabase(writing: folder + "/ferry.db")
      let root = try add("root", to: database)
      let other = try add("other", to: database)
      let first = try addChild("first", below: root, root: root, run: 1, depth: 1, to: database)
      _ = try addChild("second", below: first, root: root, run: 1, depth: 2, to: database)
      _ = try addChild("third", below: root, root: root, run: 2, depth: 1, to: database)
      _ = try addChild("fourth", below: other, root: other, run: 1, depth: 1, to: database)
      let marker = try name("third")
      let cases: [(String, [Job], [String])] = [
        ("roots", try database.jobs(after: nil, limit: 9, all: false).jobs, ["other", "root"]),
        (
          "all", try database.jobs(after: nil, limit: 9, all: true).jobs,
          ["fourth", "third", "second", "first", "other", "root"]
        ),
        (
          "a page of all", try database.jobs(after: marker, limit: 2, all: true).jobs,
          ["second", "first"]
        ),
        (
          "a page of roots after a sub-job",
          try database.jobs(after: marker, limit: 1, all: false).jobs, ["other"]
        ),
        (
          "after no job", try database.jobs(after: try name("none"), limit: 9, all: true).jobs, []
        ),
        ("children", try database.jobs(ofParent: root.id, limit: 9).jobs, ["third", "first"]),
        (
          "a page of children",
          try database.jobs(ofParent: root.id, after: marker, limit: 9).jobs, ["first"]
        ),
        ("no child", try database.jobs(ofParent: other.id, limit: 0).jobs, []),
        (
          "a family", try database.family(of: root.id, limit: 9).jobs,
          ["third", "second", "first"]
        ),
        (
          "of one run", try database.family(of: root.id, run: .first, limit: 9).jobs,
          ["second", "first"]
        ),
        ("the newest", try database.family(of: root.id, limit: 1).jobs, ["third"]),
        ("of a sub-job", try database.family(of: first.id, limit: 9).jobs, []),
      ]
      for (what, jobs, expected) in cases {
        #expect(jobs.map(\.definition.name.text) == expected, "\(what)")
      }
      #expect(try database.subJobCount() == 4)
    }
  }

  @Test("a damaged row is told and hides no other")
  func damage() throws {
    try Scratch.with { folder in
      let path = folder + "/ferry.db"
      let database = try JobDatabase(writing: path)
      let root = try add("root", to: database)
      for name in ["first", "second"] {
        _ = try addChild(name, below: root, root: root, run: 1, depth: 1, to: database)
      }
      try tamper(path, "UPDATE job SET tags = 'x' WHERE name = 'first'")
      let (jobs, damage) = try database.family(of: root.id, limit: 9)
      #expect(jobs.map(\.definition.name.text) == ["second"])
      #expect(damage.count == 1 && damage[0].message.contains("'first'"))
    }
  }

  private func addChild(
    _ text: String, below parent: Job, root: Job, run: Int64, depth: Int,
    to database: JobDatabase
  ) throws -> Job {
    var new = try newJob(text)
    new.lineage = Lineage(
      parent: parent.id, parentRun: .first, root: root.id, rootRun: RunNumber(rawValue: run),
      depth: depth, isAutomatic: false)
    try database.commit([.addJob(new)])
    return try #require(try database.job(named: try name(text)))
  }
}
