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
      for (names, levels, helpers) in [
        (1, 1, 0), (7, 2, 0), (1_000, 32, 0), (1, 1, 1), (7, 2, 3), (1_000, 32, 2),
      ] {
        let found = try list(
          folder, .init(namesInMemory: names, openLevels: levels, helpers: helpers))
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
        let rest = all.filter { cursor.lexicographicallyPrecedes($0) }
        #expect(found == rest)
        let helped = LocalWalk.Options(cursor: ObjectKey(cursor), openLevels: 1, helpers: 2)
        #expect(try list(folder, helped).keys == rest)
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

  @Test("what is opened ahead is closed again, wherever a walk ends, and fails in its own place")
  func ahead() throws {
    try Scratch.with("walk") { folder in
      for number in 0..<40 { try Tree.write(folder, "\(number % 20)/\(number % 4)/\(number)") }
      let before = try descriptors(below: folder)
      for steps in [1, 2, 3, 10, 50, 200] {
        let root = ferry_openat(AT_FDCWD, folder, O_RDONLY | O_DIRECTORY, 0)
        do {
          let walk = try LocalWalk(source: root, destination: root, .init(helpers: 2))
          for _ in 0..<steps { _ = walk.next() }
        }
        close(root)
        #expect(try descriptors(below: folder) == before, "after \(steps) steps")
      }
      // A folder that has gone since its name was read.
      let root = ferry_openat(AT_FDCWD, folder, O_RDONLY | O_DIRECTORY, 0)
      defer { close(root) }
      let walk = try LocalWalk(source: root, destination: -1, .init(helpers: 2))
      try FileManager.default.removeItem(atPath: folder + "/7")
      var failures: [[UInt8]] = []
      var keys: [[UInt8]] = []
      while let item = walk.next() {
        keys.append(walk.key)
        if case .failure(let failure, _) = item { failures.append(failure.key.bytes) }
      }
      #expect(failures == [Array("7/".utf8)])
      #expect(keys == keys.sorted { $0.lexicographicallyPrecedes($1) })
    }
  }

  /// How many descriptors lead into a folder; other tests have theirs.
  private func descriptors(below folder: String) throws -> Int {
    let real = try #require(realpath(folder, nil))
    defer { free(real) }
    let prefix = String(cString: real)
    return try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count { name in
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(name)"))?
        .hasPrefix(prefix) ?? false
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
