import Glibc
import Platform
import TestSupport
import Testing

@Suite struct ReserveFileTests {
  @Test("a reserve takes room, is made again only where it is missing, and gives its room once")
  func life() throws {
    try Scratch.with("reserve") { folder in
      let path = folder + "/reserve"
      let reserve = ReserveFile(path: path, bytes: 1 << 20)
      #expect(!reserve.give())
      for _ in 1...2 {
        try reserve.make()
        var facts = stat()
        #expect(stat(path, &facts) == 0)
        #expect(facts.st_size == 1 << 20)
        #expect(facts.st_blocks * 512 >= 1 << 20)
        #expect(facts.st_mode & 0o777 == 0o600)
      }
      #expect(reserve.give())
      #expect(!reserve.give())
    }
  }

  @Test("one for which there is no room leaves nothing behind")
  func tooLarge() throws {
    try Scratch.with("reserve") { folder in
      let reserve = ReserveFile(path: folder + "/reserve", bytes: 1 << 60)
      #expect(throws: SystemError.self) { try reserve.make() }
      #expect(access(folder + "/reserve", F_OK) != 0)
      let free = try FreeSpace.bytes(at: folder)
      #expect(free > 0)
      #expect(throws: SystemError.self) { _ = try FreeSpace.bytes(at: folder + "/nowhere") }
    }
  }
}
