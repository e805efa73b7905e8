import Glibc

/// A socket that listens on a port of 127.0.0.1.
///
/// It is closed when nobody holds it any more: a thread that still waits in accept(2) must not find
/// another socket under its number.
final class StubListener: Sendable {
  let descriptor: Int32

  init() throws {
    descriptor = socket(
      AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0,
      LoopbackAddress.with(port: 0, { bind(descriptor, $0, $1) }) == 0,
      listen(descriptor, 128) == 0
    else { throw StubError(text: "a stub server cannot listen: errno \(errno)") }
  }

  deinit {
    close(descriptor)
  }

  /// Waits for the next connection; nil after `stop`.
  func accept() -> StubConnection? {
    while true {
      let accepted = Glibc.accept(descriptor, nil, nil)
      if accepted >= 0 { return StubConnection(owning: accepted) }
      guard errno == EINTR || errno == ECONNABORTED else { return nil }
    }
  }

  /// Listens no more, and wakes the one who waits.
  func stop() {
    shutdown(descriptor, Int32(SHUT_RDWR))
  }
}
