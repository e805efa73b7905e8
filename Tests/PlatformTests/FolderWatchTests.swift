import Foundation
import Glibc
import Platform
import TestSupport
import Testing

@Suite struct FolderWatchTests {
  @Test("a name that comes, goes, is renamed onto or written is told of once; a look is not")
  func names() throws {
    try Scratch.with { folder in
      var watch = try FolderWatch()
      try watch.watch(folder)
      #expect(try !watch.take())
      let path = folder + "/Berlin"
      try write("one", to: path)
      #expect(try isReady(watch) && watch.take())
      #expect(try !isReady(watch) && !watch.take())
      _ = try FileText.read(path, limit: 10)
      #expect(try !watch.take())
      // As dpkg does.
      try write("two", to: path + ".dpkg-new")
      #expect(try watch.take())
      #expect(rename(path + ".dpkg-new", path) == 0)
      #expect(try watch.take())
      #expect(unlink(path) == 0)
      #expect(try watch.take())
    }
  }

  @Test("in a folder that is watched for some names, others do not count")
  func someNames() throws {
    try Scratch.with { folder in
      var watch = try FolderWatch()
      try watch.watch(folder, for: "zoneinfo")
      try watch.watch(folder, for: "link")
      try write("", to: folder + "/other")
      #expect(try !watch.take())
      #expect(symlink("other", folder + "/link") == 0)
      #expect(try watch.take())
      #expect(mkdir(folder + "/zoneinfo", 0o755) == 0)
      #expect(try watch.take())
      try watch.watch(folder)
      try watch.watch(folder, for: "link")
      try write("", to: folder + "/third")
      #expect(try watch.take())
    }
  }

  @Test("a folder that is moved away is told of, and its path can be watched anew")
  func replaced() throws {
    try Scratch.with { folder in
      let (old, new) = (folder + "/old", folder + "/zoneinfo")
      #expect(mkdir(new, 0o755) == 0)
      var watch = try FolderWatch()
      try watch.watch(new)
      #expect(rename(new, old) == 0)
      #expect(try watch.take())
      #expect(mkdir(new, 0o755) == 0)
      try watch.watch(new)
      try write("", to: old + "/Berlin")
      #expect(try !watch.take())
      try write("", to: new + "/Berlin")
      #expect(try watch.take())
      #expect(unlink(new + "/Berlin") == 0 && rmdir(new) == 0)
      #expect(try watch.take())
      #expect(throws: SystemError.self) { try watch.watch(new) }
    }
  }

  @Test("a thousand changes are one to look at, even where the kernel lost count")
  func many() throws {
    try Scratch.with { folder in
      var watch = try FolderWatch()
      try watch.watch(folder)
      for number in 0..<1_000 { try write("", to: folder + "/zone-\(number)-\(number)") }
      #expect(try watch.take())
      #expect(try !watch.take())
    }
  }

  private func write(_ text: String, to path: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
  }

  private func isReady(_ watch: borrowing FolderWatch) throws -> Bool {
    var poller = Poller()
    let token = poller.watch(watch)
    return try poller.wait(milliseconds: 0).contains(token)
  }
}
