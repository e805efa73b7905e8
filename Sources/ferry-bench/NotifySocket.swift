import Glibc

/// The socket on which a daemon tells its service manager how it is; here the benchmark listens.
///
/// Source: sd_notify(3).
struct NotifySocket: ~Copyable {
  /// Its path, for `NOTIFY_SOCKET`.
  let path: String
  private let descriptor: Int32

  init(_ path: String) throws(BenchError) {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let fits = withUnsafeMutableBytes(of: &address.sun_path) { room in
      guard path.utf8.count < room.count else { return false }
      room.copyBytes(from: path.utf8)
      return true
    }
    guard fits else { throw .failed("\(path) is too long for a socket: give a shorter --dir") }
    let number = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard number >= 0 else { throw .failed("socket: errno \(errno)") }
    let bound = withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(number, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard bound == 0 else {
      let code = errno
      close(number)
      throw .failed("bind \(path): errno \(code)")
    }
    self.path = path
    descriptor = number
  }

  deinit {
    close(descriptor)
    unlink(path)
  }

  /// Waits a while for a message.
  ///
  /// - Returns: Its lines; none if none came.
  borrowing func next(milliseconds: Int32) -> [String] {
    var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&wanted, 1, milliseconds) > 0 else { return [] }
    var bytes = [UInt8](repeating: 0, count: 4_096)
    let count = max(0, recv(descriptor, &bytes, bytes.count, 0))
    return String(decoding: bytes.prefix(count), as: UTF8.self).split(separator: "\n")
      .map(String.init)
  }
}
