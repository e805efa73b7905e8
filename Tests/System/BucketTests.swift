import Foundation
import TestSupport
import Testing

@Suite(
  .enabled(if: System.isAskedFor, System.how), .enabled(if: Peers.areThere, "\(Peers.how)"),
  .daemonLog)
struct BucketTests {
  private static let steps = [
    ("there", "src", "strict"), ("over", "strict", "loose"), ("back", "loose", "dst"),
  ]

  @Test(
    "a tree that goes through two stores comes back as it was, and a second time nothing is sent")
  func round() throws {
    try DaemonFixture.with("round") { fixture in
      let stores = try Stores(fixture)
      let source = try prepare(fixture)
      try fixture.start()
      for (job, _, _) in Self.steps {
        let end = try fixture.ended(job)
        #expect(end.moved == 63, "\(job)")
        #expect(end["FailedCount"].number == 0, "\(job)")
      }
      #expect(try files(fixture, "destination") == files(fixture, "source"))
      let types = """
        for name in ["d1/f1.json", "d2/f2.txt", "d3/f3.jpg"]:
          print(s3.head_object(Bucket=bucket, Key="in/" + name)["ContentType"])
        """
      #expect(
        try stores.python(types).split(separator: "\n")
          == ["application/json", "text/plain", "image/jpeg"])

      _ = (stores.strict.asked.take(), stores.loose.asked.take())
      for (job, _, _) in Self.steps {
        let end = try fixture.ended(job, run: 2)
        #expect(end.moved == 0, "\(job)")
        let asked = stores.strict.asked.take() + stores.loose.asked.take()
        let lists = asked.count { $0.contains("list-type=2") }
        // rclone lists times of files as if they were those of storing, and what has just been stored
        // is looked at in doubt: nothing of that costs more than a look.
        #expect(lists + asked.count { $0.hasPrefix("HEAD ") } == asked.count, "\(job): \(asked)")
        #expect(lists <= 6, "\(job)")
        if job == "over" { #expect(asked.count == lists, "\(asked)") }
      }

      var random = SeededRandom(seed: 4)
      let now = Int64(Date().timeIntervalSince1970) * 1_000_000_000 + 10_000_000_007
      let changes = [("d1/f1.json", 40), ("d2/new", 2_000), ("d3/f3.jpg", 1)]
      for (key, size) in changes {
        try Tree.write(source, Array(key.utf8), Tree.bytes(size, &random), modified: now)
      }
      for (job, _, _) in Self.steps {
        let end = try fixture.ended(job, run: 3)
        #expect(end.moved == 3, "\(job)")
        #expect(end["FailedCount"].number == 0, "\(job)")
      }
      #expect(try files(fixture, "destination") == files(fixture, "source"))
    }
  }

  @Test("each mode copies what it says, from and to a store")
  func modes() throws {
    try DaemonFixture.with("modes") { fixture in
      let stores = try Stores(fixture)
      try fixture.makePair()
      let source = fixture.folder + "/source"
      let old: Int64 = 1_500_000_000_000_000_001
      for key in ["same", "newer", "larger", "absent"] {
        try Tree.write(source, Array(key.utf8), [1, 2, 3], modified: old)
      }
      try writeSteps(fixture)
      // What a third party has put there, and when, is all the same.
      let modes = [
        ("always", "all", 4), ("always", "lastmodified", 3), ("never", "", 1),
      ]
      for (overwrite, transfer, _) in modes {
        for (job, from, to) in Self.steps {
          try Texts.write(
            "[Job]\nSource=\(from)\nDestination=\(to)\nOverwriteMode=\(overwrite)\n"
              + (transfer.isEmpty ? "" : "TransferMode=\(transfer)\n") + "[Retry]\nAuto=no\n",
            to: "\(fixture.etc)/jobs.d/\(job)-\(overwrite)-\(transfer).job")
        }
      }
      try fixture.start()
      for (job, _, _) in Self.steps {
        #expect(try fixture.ended(job).moved == 4, "\(job)")
      }
      for (overwrite, transfer, count) in modes {
        let now = Int64(Date().timeIntervalSince1970 * 1_000_000) * 1_000
        unlink(fixture.folder + "/destination/absent")
        for store in [stores.strict, stores.loose] {
          _ = try stores.python("s3.delete_object(Bucket=bucket, Key='in/absent')", of: store)
        }
        try Tree.write(source, Array("newer".utf8), [7, 7, 7], modified: now)
        try Tree.write(source, Array("larger".utf8), [1, 2, 3, 4], modified: now)
        let end = try fixture.ended("there-\(overwrite)-\(transfer)")
        #expect(end.moved == count, "there \(overwrite) \(transfer)")
        for job in ["over", "back"] {
          let end = try fixture.ended("\(job)-\(overwrite)-\(transfer)")
          let copied = end.moved
          #expect(copied == count, "\(job) \(overwrite) \(transfer)")
        }
      }
    }
  }

  @Test("empty folders go to a store and back")
  func folders() throws {
    try DaemonFixture.with("folders") { fixture in
      let stores = try Stores(fixture)
      try fixture.makePair()
      for name in ["a/b/hollow", "a.c", "z"] { _ = try fixture.makeFolder("source/\(name)") }
      try Tree.write(fixture.folder + "/source", Array("a/file".utf8), [1])
      try fixture.writePlainJob("there", from: "src", to: "loose")
      try fixture.writePlainJob("back", from: "loose", to: "dst")
      try fixture.start()
      for run in 1...2 {
        for job in ["there", "back"] {
          let end = try fixture.ended(job, run: run)
          #expect(end.moved == (run == 1 ? 4 : 0), "\(job) \(run)")
          #expect(end["FailedCount"].number == 0, "\(job) \(run)")
        }
      }
      let differences = try fixture.diff()
      #expect(differences == "")
      let list = "for o in s3.list_objects_v2(Bucket=bucket)['Contents']: print(o['Key'])"
      #expect(
        try stores.python(list).split(separator: "\n")
          == ["in/a.c/", "in/a/b/hollow/", "in/a/file", "in/z/"])
    }
  }

  @Test("links fail, each by itself, and are left out when the job says so")
  func links() throws {
    try DaemonFixture.with("links") { fixture in
      let stores = try Stores(fixture)
      defer { withExtendedLifetime(stores) {} }
      try fixture.makePair()
      try Tree.write(fixture.folder + "/source", Array("file".utf8), [1])
      try Tree.link(fixture.folder + "/source", "link", to: "file")
      try Tree.link(fixture.folder + "/source", "d/none", to: "nowhere")
      try fixture.writePlainJob("fail", from: "src", to: "strict")
      try fixture.writePlainJob("leave", from: "src", to: "loose", "[Filter]\nExcludeSymlink=yes")
      try fixture.start()
      #expect(try fixture.ended("fail")["FailedCount"].number == 2)
      #expect(try fixture.ferry("failed", "fail").out.contains("2 SymbolicLink"))
      let end = try fixture.ended("leave")
      #expect(end["FailedCount"].number == 0)
      #expect(end.moved >= 1)
    }
  }

  @Test("what came from another store to one that lists times of files is not copied again")
  func listedTimes() throws {
    try DaemonFixture.with("listed") { fixture in
      let stores = try Stores(fixture)
      defer { withExtendedLifetime(stores) {} }
      try fixture.makePair()
      for number in 0..<5 {
        try Tree.write(fixture.folder + "/source", Array("f\(number)".utf8), [1, 2, 3])
      }
      try fixture.writePlainJob("there", from: "src", to: "loose")
      try fixture.writePlainJob("over", from: "loose", to: "strict")
      try fixture.start()
      for run in 1...2 {
        for job in ["there", "over"] {
          let end = try fixture.ended(job, run: run)
          #expect(end.moved == (run == 1 ? 5 : 0), "\(job) \(run)")
        }
      }
      try Tree.write(
        fixture.folder + "/source", Array("f1".utf8), [3, 2, 1],
        modified: Int64(Date().timeIntervalSince1970) * 1_000_000_000 + 10_000_000_000)
      for job in ["there", "over"] { #expect(try fixture.ended(job, run: 3).moved == 1, "\(job)") }
    }
  }

  private func writeSteps(_ fixture: DaemonFixture) throws {
    for (job, from, to) in Self.steps { try fixture.writePlainJob(job, from: from, to: to) }
  }

  private func prepare(_ fixture: DaemonFixture) throws -> String {
    try fixture.makePair()
    let source = fixture.folder + "/source"
    var random = SeededRandom(seed: 3)
    let endings = ["", ".json", ".txt", ".jpg"]
    for number in 0..<63 {
      try Tree.write(
        source, Array("d\(number % 7)/f\(number)\(endings[number % 4])".utf8),
        Tree.bytes(number % 9 == 8 ? 300_000 : number * 17, &random),
        modified: 1_600_000_000_123_456_789 + Int64(number) * 1_000_000_007)
    }
    try writeSteps(fixture)
    return source
  }

  /// The files of a tree: folders have no times in a bucket.
  private func files(_ fixture: DaemonFixture, _ name: String) throws -> [[UInt8]: Tree.Entry] {
    let differences = try fixture.diff()
    #expect(differences == "")
    return try Tree.read("\(fixture.folder)/\(name)").filter { $0.key.last != UInt8(ascii: "/") }
  }
}
