import Foundation
import SQLite
import Store
import TestSupport
import Testing

@Suite(.enabled(if: System.isAskedFor, System.how), .daemonLog) struct KillTests {
  @Test("twenty kills with SIGKILL in one run: it ends by itself, nothing recorded is copied again")
  func twentyKills() throws {
    try DaemonFixture.with("kill") { fixture in
      try expectNothingTwice(fixture, kills: 20, objects: 12_000, seed: 77)
    }
  }

  @Test(
    "ten kills on a file system with a journal of its own: the same",
    .enabled(if: System.isRoot, System.needsRoot))
  func tenKillsOnDisk() throws {
    try DaemonFixture.with("kill") { fixture in
      guard Disk.kinds(fixture).contains(.ext4) else { return }
      let disks = try ["source", "destination"].map {
        try Disk(.ext4, at: "\(fixture.folder)/\($0)", mebibytes: 128, fixture)
      }
      for disk in disks { rmdir(disk.path + "/lost+found") }
      try expectNothingTwice(fixture, kills: 10, objects: 6_000, seed: 78)
    }
  }

  private func expectNothingTwice(
    _ fixture: DaemonFixture, kills: Int, objects: Int, seed: UInt64
  ) throws {
    try fixture.makePair("[Throttle]\nMaxQPS=2500")
    var random = SeededRandom(seed: seed)
    for number in 0..<objects {
      try Tree.write(
        fixture.folder + "/source", Array("d\(number % 61)/s\(number % 7)/f\(number)".utf8),
        Tree.bytes(Int.random(in: 0...3_000, using: &random), &random))
    }
    try fixture.start()
    try fixture.done("start-job", "job")
    var recorded = Recorded(root: fixture.folder + "/destination/")
    for round in 1...kills {
      usleep(UInt32.random(in: 50_000...330_000, using: &random))
      fixture.kill()
      try recorded.look(fixture)
      #expect(recorded.changed == 0, "seed \(seed), kill \(round)")
      try #require(
        try fixture.text("SELECT status FROM job") == "IMPORT_JOB_DOING",
        "the run was over before kill \(round)")
      try fixture.start()
    }
    try fixture.done("update-qos", "job", "--max-bandwidth=0", "--max-qps=0")
    #expect(try fixture.wait(for: "FINISHED"))
    recorded.compare()
    #expect(recorded.changed == 0, "seed \(seed)")
    #expect(recorded.identities.count > objects / 4)
    print(
      "kill: \(kills) kills, \(recorded.identities.count) recorded objects, "
        + "\(recorded.changed) copied again")
    try expectOneWholeRun(fixture)
  }

  private func expectOneWholeRun(_ fixture: DaemonFixture) throws {
    let end = try fixture.newest()
    #expect(end["RuntimeId"].text == "1")
    #expect(end["Trigger"].text == "manual")
    #expect(try fixture.number("SELECT count(*) FROM run") == 1)
    let count = try Tree.read(fixture.folder + "/source").count
    #expect(end["TotalCount"].number == count)
    #expect(end["CopiedCount"].number == count)
    #expect(end["FailedCount"].number == 0)
    #expect(try fixture.diff() == "")
    #expect(try Tree.temporaries(fixture.folder + "/destination") == [])
    #expect(fixture.stop() == 0)
  }

  /// Which objects the ledger says are copied, and which files they were then.
  private struct Recorded {
    let root: String
    var identities: [[UInt8]: Tree.Identity] = [:]
    var changed = 0
    /// What each batch holds: a durable one has let go of its keys.
    private var keys: [Int64: [[UInt8]]] = [:]

    init(root: String) {
      self.root = root
    }

    mutating func look(_ fixture: DaemonFixture) throws {
      let ledger = fixture.ledgers + "/1-1.db"
      guard access(ledger, F_OK) == 0 else { return }
      let rows = try fixture.rows("SELECT id, state, packed FROM batch", of: ledger) {
        (id: $0.integer(0), state: $0.integer(1), packed: $0.optionalBlob(2))
      }
      for row in rows {
        if keys[row.id] == nil, let packed = row.packed {
          var objects = try ObjectUnpacker(packed)
          while try objects.next() { keys[row.id, default: []].append(objects.key) }
        }
        guard row.state >= 2 else { continue }
        for key in keys[row.id] ?? [] where identities[key] == nil {
          identities[key] = Tree.identity(Array(root.utf8) + key)
        }
      }
      compare()
    }

    mutating func compare() {
      changed = identities.count { Tree.identity(Array(root.utf8) + $0.key) != $0.value }
    }
  }
}
