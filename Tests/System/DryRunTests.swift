import Foundation
import TestSupport
import Testing

/// A look ahead through the real daemon and command line, by several pages.
@Suite(.enabled(if: System.isAskedFor, System.how), .daemonLog) struct DryRunTests {
  /// One more than a page has.
  private static let files = 5_001

  @Test("a dry run tells what a run does then, opens none and touches nothing")
  func agrees() throws {
    try DaemonFixture.with("dry-run") { fixture in
      try fixture.makePair(job: "job", "[Retry]\nAuto=no\n")
      for number in 0..<Self.files {
        try Tree.write(fixture.folder + "/source", Array("many/\(number)".utf8), [1, 2])
      }
      try Tree.write(fixture.folder + "/source", [0x62, 0xFF, 0x0A], [1])
      try Tree.write(fixture.folder + "/source", Array("bad".utf8), [1])
      try Tree.write(fixture.folder + "/destination", Array("bad/x".utf8), [1])
      try fixture.start()
      let before = try Tree.read(fixture.folder + "/destination")
      let json = try fixture.ferry("start-job", "job", "--dry-run", "--json")
      #expect(json.status == 2, "\(json.err)")
      let copies = Self.files + 2
      #expect(json.data["CopyCount"].number == copies && json.data["RefuseCount"].number == 1)
      #expect(json.data["Objects"].array.count == copies + 1)
      let text = try fixture.ferry("start-job", "job", "--dry-run")
      #expect(text.out.contains("refuse  bad  IsADirectory  "))
      #expect(text.out.split(separator: "\n").count == copies + 2)
      #expect(
        Tree.differences(before, try Tree.read(fixture.folder + "/destination")).isEmpty)
      #expect(try fixture.number("SELECT count(*) FROM run") == 0)
      #expect(try fixture.ferry("start-job", "job", "--wait").status == 2)
      #expect(try fixture.newest()["CopiedCount"].number == copies)
      let after = try fixture.ferry("start-job", "job", "--dry-run")
      let sum = "\nwould copy 0 (0 B), skip 5,003 (9.8 KiB), refuse 1\n"
      #expect(after.out.hasSuffix(sum), "\(after)")
    }
  }
}
