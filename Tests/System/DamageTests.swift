import Foundation
import SQLite
import TestSupport
import Testing

@Suite(.enabled(if: System.isAskedFor, System.how), .daemonLog) struct DamageTests {
  @Test("a foreign, damaged or newer database is left byte for byte, exit 65 says how to go on")
  func damaged() throws {
    try DaemonFixture.with("damage") { fixture in
      let good = try goodDatabase(fixture)
      let cases: [(what: String, make: (String) throws -> Void, words: [String])] = [
        ("text", { try Data("no database at all\n".utf8).write(to: url($0)) }, ["move it away"]),
        (
          "foreign",
          {
            let database = try Database($0)
            try database.execute("PRAGMA application_id=77; CREATE TABLE other(a)")
          },
          ["another program", "77"]
        ),
        (
          "newer",
          {
            try good.write(to: url($0))
            let database = try Database($0)
            try database.execute("PRAGMA user_version=999; PRAGMA wal_checkpoint(TRUNCATE)")
          },
          ["newer version", "999", "restore a backup"]
        ),
        ("header", { try spoil(good, at: 0, 64).write(to: url($0)) }, ["damaged", "backup"]),
        (
          "middle", { try spoil(good, at: good.count / 2, 8_192).write(to: url($0)) },
          ["damaged", "backup"]
        ),
        (
          "truncated", { try good.prefix(good.count / 2).write(to: url($0)) },
          ["damaged", "backup"]
        ),
      ]
      for each in cases {
        for ending in ["", "-wal", "-shm"] { unlink(fixture.database + ending) }
        try each.make(fixture.database)
        let before = try Data(contentsOf: url(fixture.database))
        let said = try fixture.startInVain()
        #expect(said.status == 65, "\(each.what): \(said)")
        for word in each.words + [fixture.database] {
          #expect(said.err.contains(word), "\(each.what): \(said.err)")
        }
        #expect(try Data(contentsOf: url(fixture.database)) == before, "\(each.what)")
        let beside = ["-wal", "-shm"].filter { access(fixture.database + $0, F_OK) == 0 }
        #expect(beside == [], "\(each.what)")
      }
    }
  }

  /// A database of some size, as a daemon leaves it that was killed.
  private func goodDatabase(_ fixture: DaemonFixture) throws -> Data {
    try fixture.start()
    for number in 0..<60 {
      #expect(
        try fixture.ferry(
          "create-address", "address-\(number)", "--address-type=local",
          "--prefix=\(fixture.folder)/some/where/\(String(repeating: "x", count: 200))/\(number)/"
        ).status == 0)
    }
    fixture.kill()
    let database = try Database(fixture.database)
    try database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return try Data(contentsOf: url(fixture.database))
  }
}

private func url(_ path: String) -> URL {
  URL(fileURLWithPath: path)
}

private func spoil(_ data: Data, at offset: Int, _ count: Int) -> Data {
  var data = data
  for index in offset..<min(data.count, offset + count) { data[index] = 0xA5 }
  return data
}
