import Glibc

/// An address of a Unix socket, to be bound or connected to.
func withUnixAddress<Result>(
  _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
) -> Result {
  var address = sockaddr_un()
  address.sun_family = sa_family_t(AF_UNIX)
  withUnsafeMutableBytes(of: &address.sun_path) { room in
    precondition(path.utf8.count < room.count, "a path too long for a Unix socket")
    room.copyBytes(from: path.utf8)
  }
  return withUnsafePointer(to: address) {
    $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
    }
  }
}

/// A Unix socket that listens at a path.
func listeningSocket(at path: String) throws -> Int32 {
  let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
  guard
    descriptor >= 0, withUnixAddress(path, { bind(descriptor, $0, $1) }) == 0,
    listen(descriptor, 512) == 0
  else { throw ClientError("cannot listen at \(path): errno \(errno)") }
  return descriptor
}
