import CLinux
import Foundation
import Migration
import Store
import TestSupport
import Testing
import Transfer

@Suite struct DryRunTests {
  @Test("a dry run tells what the run then does, whatever the pages, and writes nothing")
  func agrees() throws {
    for overwrite in [OverwriteRule.alwaysLastModified, .alwaysAll, .never] {
      for limit in [1, 3, 1_000] {
        try Scratch.with("dry-run") { folder in
          let ground = try mixed(folder)
          let before = try Tree.read(folder)
          let (lines, sum) = try told(ground.order(overwrite), limit: limit)
          #expect(try Tree.differences(Tree.read(folder), before).isEmpty)
          let counts = try ground.run(overwrite, 1)
          #expect(sum.skips == counts.skipped, "\(overwrite) \(limit): \(lines)")
          #expect(sum.refusals == counts.failed, "\(overwrite) \(limit): \(lines)")
          #expect(sum.copies == counts.copied - counts.skipped, "\(overwrite) \(limit): \(lines)")
          let failed = try ground.failures(1).map { "refuse \($0.key) \($0.code.rawValue)" }
          #expect(lines.filter { $0.hasPrefix("refuse") }.sorted() == failed.sorted())
        }
      }
    }
  }

  @Test("each copy is told with its reason, and what is skipped if that is wanted")
  func reasons() throws {
    try Scratch.with("dry-run") { folder in
      let ground = try mixed(folder)
      let (lines, _) = try told(ground.order(), limit: 1_000)
      #expect(
        lines == [
          "refuse blocked/ NotADirectory", "refuse blocked/inside NotADirectory",
          "copy deep/ missing", "copy deep/new missing", "copy larger other size",
          "copy newer newer", "refuse pipe SpecialFile", "refuse taken IsADirectory",
        ])
      let (all, _) = try told(ground.order(), limit: 2, all: true)
      #expect(all.contains("skip older") && all.contains("skip same"))
    }
  }

  @Test("a destination that is missing counts as empty, and is not made")
  func missing() throws {
    try Scratch.with("dry-run") { folder in
      let ground = try Ground(folder)
      try Tree.write(ground.source, "a/b")
      #expect(rmdir(ground.destination) == 0)
      let (lines, _) = try told(ground.order(), limit: 1)
      #expect(lines == ["copy a/ missing", "copy a/b missing"])
      #expect(access(ground.destination, F_OK) != 0)
    }
  }

  @Test("a list's keys are told in its order, and what a retry would try again")
  func otherSources() throws {
    try Scratch.with("dry-run") { folder in
      let ground = try mixed(folder)
      var lists = try Lists(folder)
      try lists.add("data/a.csv", "b,same\nb,newer\nb,gone\n")
      try lists.add("data/b.csv.gz", "b,deep/new\n")
      let (lines, sum) = try told(ground.order(lists, .alwaysLastModified), limit: 1)
      #expect(lines == ["copy newer newer", "refuse gone SourceGone", "copy deep/new missing"])
      #expect(sum.skips == 1)
    }
    try Scratch.with("dry-run") { folder in
      let family = try Family(folder)
      for key in ["a/x", "b", "c/y"] { try Tree.write(family.ground.source, key) }
      for key in ["a/x/in", "b/in", "c/y/in"] { try Tree.write(family.ground.destination, key) }
      #expect(try family.run().remainder.failing == 3)
      try Tree.remove(family.ground.destination + "/b")
      let (lines, _) = try told(family.order(2, of: [1]), limit: 1)
      #expect(
        lines == ["refuse a/x IsADirectory", "copy b missing", "refuse c/y IsADirectory"])
    }
  }
}

/// Two folders that differ in many ways.
private func mixed(_ folder: String) throws -> Ground {
  let ground = try Ground(folder)
  let time: Int64 = 1_600_000_000_123_456_789
  for key in ["same", "newer", "older", "larger", "deep/new", "taken", "blocked/inside"] {
    try Tree.write(ground.source, key)
  }
  try Tree.write(ground.destination, "same")
  try Tree.write(ground.destination, "newer", modified: time - 1)
  try Tree.write(ground.destination, "older", modified: time + 1)
  try Tree.write(ground.destination, "larger", [1])
  try Tree.write(ground.destination, "taken/in")
  try Tree.write(ground.destination, "blocked")
  #expect(mkfifo(ground.source + "/pipe", 0o600) == 0)
  return ground
}

/// All that a dry run tells, page by page.
private func told(
  _ order: MoveOrder, limit: Int, all: Bool = false
) throws -> ([String], ForecastSum) {
  var lines: [String] = []
  var sum = ForecastSum()
  var cursor: [UInt8]?
  repeat {
    let page = try DryRun(order).page(after: cursor, limit: limit, showsSkipped: all)
    #expect(page.objects.count <= limit)
    sum.add(page.sum)
    for object in page.objects {
      switch object.verdict {
      case .copy(let reason): lines.append("copy \(object.key) \(reason.rawValue)")
      case .skip: lines.append("skip \(object.key)")
      case .refuse(let code, _): lines.append("refuse \(object.key) \(code.rawValue)")
      }
    }
    cursor = page.next
  } while cursor != nil
  return (lines, sum)
}
