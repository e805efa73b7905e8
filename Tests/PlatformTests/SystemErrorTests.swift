import Glibc
import Platform
import Testing

@Suite struct SystemErrorTests {
  @Test("an error says the call, the path, the reason and the name")
  func text() {
    #expect(
      SystemError(EACCES, "open", "/x").description == "open /x: Permission denied (EACCES)")
    #expect(SystemError(ENOSPC, "fsync").description == "fsync: No space left on device (ENOSPC)")
    #expect(SystemError(999, "ioctl").description == "ioctl: Unknown error 999 (errno 999)")
  }

  @Test("a path from outside cannot begin a second line")
  func escapes() {
    #expect(
      SystemError(ENOENT, "stat", "/a\nb\u{1B}[2J").description
        == "stat /a\\nb\\u{1b}[2J: No such file or directory (ENOENT)")
  }

  @Test("a descriptor is closed when its owner lets go, and not when it was given away")
  func ownership() throws {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    do { _ = FileDescriptor(owning: ends[0]) }
    #expect(write(ends[1], "", 0) == 0)
    let kept = FileDescriptor(owning: ends[1])
    let raw = kept.release()
    #expect(fcntl(raw, F_GETFD) >= 0)
    #expect(close(raw) == 0)
  }
}
