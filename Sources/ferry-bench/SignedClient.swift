import Glibc

/// A connection that sends requests as they are, one after another, and reads their answers.
final class SignedClient {
  private let raw: Int32
  private var buffer = [UInt8](repeating: 0, count: 1 << 20)

  /// Connects to this machine.
  init(_ port: UInt16) throws(BenchError) {
    raw = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var on: Int32 = 1
    setsockopt(
      raw, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
    guard Self.withLoopback(port, { connect(raw, $0, $1) }) == 0 else {
      throw .failed("no connection to ferryd: errno \(errno)")
    }
  }

  deinit {
    close(raw)
  }

  /// A port of this machine that nobody listens on.
  static func freePort() throws(BenchError) -> UInt16 {
    let raw = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(raw) }
    guard withLoopback(0, { bind(raw, $0, $1) }) == 0 else {
      throw .failed("no free port: errno \(errno)")
    }
    var address = sockaddr_in()
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(raw, $0, &length) }
    }
    guard result == 0 else { throw .failed("no free port: errno \(errno)") }
    return UInt16(bigEndian: address.sin_port)
  }

  private static func withLoopback(
    _ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
  ) -> Int32 {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
  }

  /// Sends a request and reads its answer to the end.
  ///
  /// - Returns: The answer's status.
  func ask(_ request: [UInt8]) throws(BenchError) -> Int {
    guard send(raw, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else {
      throw .failed("a request could not be sent: errno \(errno)")
    }
    var count = 0
    var whole = Int.max
    while count < whole {
      if count == buffer.count { buffer += [UInt8](repeating: 0, count: buffer.count) }
      let got = buffer.withUnsafeMutableBytes {
        recv(raw, $0.baseAddress.map { $0 + count }, $0.count - count, 0)
      }
      if got < 0 && errno == EINTR { continue }
      guard got > 0 else { throw .failed("no whole answer: errno \(errno)") }
      count += got
      if whole == Int.max { whole = length(of: buffer[..<count]) ?? Int.max }
    }
    let status = String(decoding: buffer[..<min(count, 12)].dropFirst(9), as: UTF8.self)
    return Int(status) ?? 0
  }

  /// The length of an answer with its headers; nil before those are there.
  private func length(of bytes: ArraySlice<UInt8>) -> Int? {
    guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
    let head = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).lowercased()
    let length = head.split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
    let body = length.flatMap { Int($0.dropFirst(15).drop { $0 == " " }) } ?? 0
    return end.upperBound + body
  }
}
