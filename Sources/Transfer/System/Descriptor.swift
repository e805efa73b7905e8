import CLinux
import Glibc

/// An open file, closed when it goes out of scope.
struct Descriptor: ~Copyable {
  let number: Int32

  /// Takes over an open descriptor.
  init(_ number: Int32) {
    self.number = number
  }

  /// Opens a name relative to a folder; the stage and side are for the error.
  init(
    at folder: Int32, _ name: UnsafePointer<CChar>, _ flags: Int32, mode: UInt32 = 0,
    _ stage: StaticString, _ side: ObjectError.Side
  ) throws(ObjectError) {
    let result = ferry_openat(folder, name, flags | O_CLOEXEC, mode)
    try ObjectError.check(result, stage, side)
    number = result
  }

  deinit {
    if number >= 0 { close(number) }
  }

  /// Closes a file that was written: a network file system may tell of a failed write only here.
  consuming func finish() throws(ObjectError) {
    let number = self.number
    discard self
    // After EINTR the descriptor is closed all the same; close(2).
    if close(number) != 0, errno != EINTR { throw ObjectError("close", .destination, errno) }
  }

  /// Gives the open file away.
  consuming func release() -> Int32 {
    let number = self.number
    discard self
    return number
  }
}
