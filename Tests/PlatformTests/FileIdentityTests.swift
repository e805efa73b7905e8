import Foundation
import Glibc
import Platform
import TestSupport
import Testing

@Suite struct FileIdentityTests {
  @Test("a file that another one replaced is another, though name, size and time are the same")
  func replaced() throws {
    try Scratch.with { folder in
      let path = folder + "/Berlin"
      func put(_ text: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path + ".new"))
        var times = [timespec(tv_sec: 1, tv_nsec: 0), timespec(tv_sec: 1, tv_nsec: 0)]
        #expect(utimensat(AT_FDCWD, path + ".new", &times, 0) == 0)
        #expect(rename(path + ".new", path) == 0)
      }
      #expect(FileIdentity(path: path) == nil)
      try put("one")
      let first = FileIdentity(path: path)
      #expect(first != nil && first == FileIdentity(path: path))
      try put("two")
      #expect(FileIdentity(path: path) != first)
      #expect(symlink("Berlin", folder + "/Link") == 0)
      #expect(FileIdentity(path: folder + "/Link") == FileIdentity(path: path))
    }
  }
}
