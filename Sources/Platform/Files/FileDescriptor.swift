import CLinux
import Glibc

/// An open file descriptor with one owner: it is closed when the owner lets go of it.
public struct FileDescriptor: ~Copyable, Sendable, Pollable {
  /// The number that the kernel knows it by; valid while this value lives.
  public let raw: Int32

  /// Takes over a descriptor that something else has opened; nobody else may close it.
  public init(owning raw: Int32) {
    precondition(raw >= 0, "a descriptor is not negative")
    self.raw = raw
  }

  deinit {
    // Linux frees the number even when close(2) answers EINTR: a second close could hit a
    // descriptor that another thread has just opened. A write error is told by fsync, not here.
    _ = Glibc.close(raw)
  }

  /// Gives the descriptor away, for a C library that closes it itself.
  public consuming func release() -> Int32 {
    let raw = self.raw
    discard self
    return raw
  }

  /// Opens a path; the descriptor closes on exec.
  ///
  /// - Parameters:
  ///   - path: The path.
  ///   - flags: Those of open(2).
  ///   - mode: Permission bits of a file that is made, before the umask.
  public static func open(
    _ path: String, _ flags: Int32, mode: UInt32 = 0
  ) throws(SystemError) -> FileDescriptor {
    let result = retryingInterrupted { ferry_open(path, flags | O_CLOEXEC, mode) }
    guard result >= 0 else { throw SystemError(errno, "open", path) }
    return FileDescriptor(owning: result)
  }

  /// Reads once into a buffer; 0 at the end of the file.
  borrowing func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let raw = self.raw
    return retryingInterrupted { Glibc.read(raw, buffer.baseAddress, buffer.count) }
  }

  /// Writes all bytes, however many calls it takes.
  public borrowing func write(all bytes: [UInt8], path: String? = nil) throws(SystemError) {
    try writeAll(bytes, to: raw, path: path)
  }

  /// Brings what was written to the disk (fsync(2)).
  public borrowing func sync(path: String? = nil) throws(SystemError) {
    let raw = self.raw
    guard retryingInterrupted({ fsync(raw) }) == 0 else { throw SystemError(errno, "fsync", path) }
  }
}

/// Repeats a call while a signal interrupts it (signal(7), EINTR).
func retryingInterrupted<Result: SignedInteger>(_ call: () -> Result) -> Result {
  while true {
    let result = call()
    if result != -1 || errno != EINTR { return result }
  }
}

/// Writes all bytes to a descriptor, waiting where it does not take them at once.
func writeAll(_ bytes: [UInt8], to raw: Int32, path: String?) throws(SystemError) {
  var offset = 0
  while offset < bytes.count {
    let count = retryingInterrupted {
      bytes.withUnsafeBytes { buffer in
        Glibc.write(raw, buffer.baseAddress.map { $0 + offset }, buffer.count - offset)
      }
    }
    if count >= 0 {
      offset += count
      continue
    }
    guard errno == EAGAIN else { throw SystemError(errno, "write", path) }
    var entry = pollfd(fd: raw, events: Int16(POLLOUT), revents: 0)
    guard retryingInterrupted({ poll(&entry, 1, -1) }) >= 0 else {
      throw SystemError(errno, "poll", path)
    }
  }
}
