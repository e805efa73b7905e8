import CLinux
import Glibc

/// A lock that lives as long as this value: at most one process holds it.
///
/// The kernel releases it however the process ends, so there is no stale lock. The file itself
/// stays: removing it would let two processes lock two files of one name.
///
/// Source: flock(2).
public struct LockFile: ~Copyable, Sendable {
  private let descriptor: FileDescriptor

  /// Locks a file of its own, made if it is not there (mode 0644), and writes the pid into it.
  ///
  /// Does not wait.
  /// - Throws: `LockError.busy` when another process, or another `LockFile`, holds it.
  public init(path: String) throws(LockError) {
    let descriptor: FileDescriptor
    do {
      descriptor = try FileDescriptor.open(path, O_RDWR | O_CREAT | O_NOFOLLOW, mode: 0o644)
    } catch {
      throw .system(error)
    }
    let raw = descriptor.raw
    if retryingInterrupted({ flock(raw, LOCK_EX | LOCK_NB) }) != 0 {
      guard errno == EWOULDBLOCK else { throw .system(SystemError(errno, "flock", path)) }
      throw .busy(path: path, holder: Self.holder(raw))
    }
    do throws(SystemError) {
      let text = Array("\(getpid())\n".utf8)
      try descriptor.write(all: text, path: path)
      // Shortened after the write, so that a reader never sees an empty file of a live holder.
      guard ftruncate(raw, off_t(text.count)) == 0 else {
        throw SystemError(errno, "ftruncate", path)
      }
    } catch {
      throw .system(error)
    }
    self.descriptor = descriptor
  }

  /// The pid that the holder wrote: for the message only, the lock itself is the kernel's.
  private static func holder(_ raw: Int32) -> Int32? {
    var buffer = [UInt8](repeating: 0, count: 32)
    let count = retryingInterrupted { pread(raw, &buffer, buffer.count, 0) }
    guard count > 0 else { return nil }
    let line = buffer.prefix(count).prefix { $0 != UInt8(ascii: "\n") }
    return Int32(String(decoding: line, as: UTF8.self))
  }
}
