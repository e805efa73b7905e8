import Glibc

/// Listening sockets of the Internet's families.
///
/// Source: tcp(7), ip(7), ipv6(7), getaddrinfo(3).
public enum TCPSocket {
  /// Listens at an address.
  ///
  /// - Parameters:
  ///   - host: An address or a name; empty for all addresses of this machine, of IPv6 and IPv4.
  ///   - port: The port; 0 for one that is free.
  /// - Returns: A descriptor that does not block and closes on exec.
  /// - Throws: What the system says, with the address.
  public static func listen(host: String, port: UInt16) throws(SystemError) -> FileDescriptor {
    let shown = "\(host.isEmpty ? "*" : host):\(port)"
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    hints.ai_flags = AI_PASSIVE
    // Where there is IPv6, its socket takes IPv4 as well.
    hints.ai_family = host.isEmpty ? AF_INET6 : AF_UNSPEC
    var found: UnsafeMutablePointer<addrinfo>?
    let result = getaddrinfo(host.isEmpty ? nil : host, String(port), &hints, &found)
    guard result == 0, let first = found else {
      let code = result == EAI_SYSTEM ? errno : EADDRNOTAVAIL
      throw SystemError(code, "getaddrinfo", shown)
    }
    defer { freeaddrinfo(found) }
    do throws(SystemError) {
      return try bound(first.pointee, shown)
    } catch {
      guard host.isEmpty, error.code == EAFNOSUPPORT else { throw error }
      return try listen(host: "0.0.0.0", port: port)
    }
  }

  private static func bound(
    _ place: addrinfo, _ shown: String
  ) throws(SystemError) -> FileDescriptor {
    let kind = place.ai_socktype | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
    let raw = socket(place.ai_family, kind, place.ai_protocol)
    guard raw >= 0 else { throw SystemError(errno, "socket", shown) }
    let descriptor = FileDescriptor(owning: raw)
    let size = socklen_t(MemoryLayout<Int32>.size)
    // After a restart the old one's last connections still have the port for a minute.
    var on: Int32 = 1
    guard setsockopt(raw, SOL_SOCKET, SO_REUSEADDR, &on, size) == 0 else {
      throw SystemError(errno, "setsockopt SO_REUSEADDR", shown)
    }
    if place.ai_family == AF_INET6 {
      var off: Int32 = 0
      guard setsockopt(raw, Int32(IPPROTO_IPV6), IPV6_V6ONLY, &off, size) == 0 else {
        throw SystemError(errno, "setsockopt IPV6_V6ONLY", shown)
      }
    }
    guard bind(raw, place.ai_addr, place.ai_addrlen) == 0 else {
      throw SystemError(errno, "bind", shown)
    }
    guard Glibc.listen(raw, SOMAXCONN) == 0 else { throw SystemError(errno, "listen", shown) }
    return descriptor
  }
}
