import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: System.isAskedFor, System.how), .daemonLog) struct TreeTests {
  @Test("a tree like /usr/share arrives as it is, and a second run has nothing to copy")
  func wildTree() throws {
    try DaemonFixture.with("tree") { fixture in
      try fixture.makePair()
      let source = fixture.folder + "/source"
      try makeWildTree(source)
      try fixture.run(["/bin/cp", "-a", "/usr/share/zoneinfo", source + "/real"])
      let tree = try Tree.read(source)
      try fixture.start()

      try fixture.done("start-job", "job", "--wait")
      // diff(1) cannot go into paths that are longer than PATH_MAX; the walk below can.
      #expect(try fixture.diff(excluding: "deep") == "")
      let copy = try Tree.read(fixture.folder + "/destination")
      #expect(Tree.differences(tree, copy) == [])
      let first = try fixture.newest()
      #expect(first["Status"].text == "IMPORT_JOB_FINISHED")
      #expect(first["TotalCount"].number == tree.count)
      #expect(first["CopiedCount"].number == tree.count)
      #expect(first["FailedCount"].number == 0)
      #expect(first["SkippedCount"].number == 0)
      print("tree: \(tree.count) objects moved")

      try fixture.done("start-job", "job", "--wait")
      let second = try fixture.newest(run: 2)
      #expect(second["TotalCount"].number == tree.count)
      #expect(second["CopiedCount"].number == tree.count)
      #expect(second["SkippedCount"].number == tree.count)
      let again = try Tree.read(fixture.folder + "/destination")
      #expect(again.allSatisfy { $0.value.identity == copy[$0.key]?.identity })
      let table = try fixture.ferry("list-job-history", "job", "--runtime-id", "2").out
      #expect(table.contains("Unchanged"))
      #expect(fixture.stop() == 0)
    }
  }

  private func makeWildTree(_ root: String) throws {
    var random = SeededRandom(seed: 20_261_121)
    let modes: [UInt32] = [0o444, 0o555, 0o600, 0o644, 0o755]
    let names: [[UInt8]] =
      [
        "plain", "with space", "ünïcödé", "深", "new\nline", "-dash", "quote'\"", ".hidden",
        "back\\slash", "e\u{301}", "\u{e9}",
      ].map { Array($0.utf8) } + [[0xFF, 0xFE, 0x80], Array("half".utf8) + [0xC3]]
    for number in 0..<2_500 {
      let folder = Array("d\(number % 40)/".utf8) + names[number % names.count] + [47]
      let name = names[Int.random(in: 0..<names.count, using: &random)] + Array("\(number)".utf8)
      let isLarge = number % 250 == 0
      let size =
        isLarge
        ? Int.random(in: 1...(3 << 20), using: &random)
        : (number % 7 == 0 ? 0 : Int.random(in: 0...9_000, using: &random))
      try Tree.write(
        root, folder + name, Tree.bytes(size, &random), mode: modes[number % modes.count],
        modified: Int64.random(in: 0...1_700_000_000_000_000_000, using: &random))
    }
    for number in 0..<60 {
      try Tree.link(root, "links/dangling \(number)", to: "nowhere/\(number)")
      try Tree.link(root, "links/valid \(number)", to: "../d\(number % 40)")
      try Tree.folder(
        root, "empty/folder \(number)", mode: [0o755, 0o700, 0o555][number % 3],
        modified: 1_400_000_000_000_000_000 + Int64(number))
    }
    // 70 levels of 100 bytes: more than PATH_MAX.
    let level = String(repeating: "n", count: 99)
    let deep = "deep/" + (0..<70).map { "\(level)\($0 % 10)/" }.joined()
    try Tree.write(root, Array((deep + "bottom").utf8), Array("at the bottom".utf8))
  }
}
