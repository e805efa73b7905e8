import CLinux
import Foundation
import Migration
import Testing
import TestSupport

@testable import Transfer

@Suite struct LocalWalkTests {
  @Test("keys come in the order of their bytes, whatever fits into memory")
  func order() throws {
    try Scratch.with("walk") { folder in
      try mixedTree(folder, many: 60)
      let expected = try Tree.read(folder).keys.sorted { $0.lexicographicallyPrecedes($1) }
      #expect(try list(folder, .init()).keys == expected)
      for (names, levels) in [(1, 1), (7, 2), (1_000, 32)] {
        let found = try list(folder, .init(namesInMemory: names, openLevels: levels))
        #expect(found.keys == expected)
        #expect(found.failures == 0)
      }
    }
  }

  @Test("listing goes on after any key, be it there or not")
  func cursor() throws {
    try Scratch.with("walk") { folder in
      for key in ["a/b/c/1", "a/b/c/2", "a/b-/1", "a/b/d", "a.x", "b", "c/d/e/f/g"] {
        try Tree.write(folder, key)
      }
      let all = try list(folder, .init()).keys
      let cursors =
        all + [Array("a/b/c/15".utf8), Array("0".utf8), Array("zz".utf8), Array("a".utf8)]
      for cursor in cursors {
        let found = try list(folder, .init(cursor: ObjectKey(cursor), openLevels: 1)).keys
        #expect(found == all.filter { cursor.lexicographicallyPrecedes($0) })
      }
    }
  }

  @Test("temporary names of a run are passed over, names that only look like them are not")
  func temporaryNames() throws {
    try Scratch.with("walk") { folder in
      let token = "0123456789abcdef"
      for name in [".ferry-\(token)-1-0~", ".ferry-\(token)-123456-999~"] {
        try Tree.write(folder, name)
      }
      let kept = [
        ".ferry-\(token)-1-0", ".ferry-\(token)-1-~", ".ferry-\(token)-1~",
        ".ferry-\(token)-1-2-3~",
        ".ferry-0123456789ABCDEF-1-0~", ".ferry-~", "ferry-\(token)-1-0~", ".ferry-\(token)-a-0~",
      ]
      for name in kept { try Tree.write(folder, name) }
      let found = try list(folder, .init()).keys.map { String(decoding: $0, as: UTF8.self) }
      #expect(found == kept.sorted())
    }
  }

  private func list(
    _ folder: String, _ options: LocalWalk.Options
  ) throws -> (keys: [[UInt8]], failures: Int) {
    let root = ferry_openat(AT_FDCWD, folder, O_RDONLY | O_DIRECTORY, 0)
    defer { close(root) }
    let walk = try LocalWalk(source: root, destination: root, options)
    var keys: [[UInt8]] = []
    var failures = 0
    while let item = walk.next() {
      keys.append(walk.key)
      switch item {
      case .failure, .objectForFolder, .folderForObject: failures += 1
      case .object(let facts, let destination), .folder(let facts, let destination):
        // The destination is the source here, so that each comparison has its other side.
        if facts != destination { failures += 1 }
      }
    }
    return (keys, failures)
  }
}
