import Glibc

/// What a client met that it did not expect.
struct ClientError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}

/// A client that sends raw bytes over a Unix socket and reads answers; nothing waits longer than
/// ten seconds.
final class Client {
  private let descriptor: Int32
  private var unread: [UInt8] = []

  init(_ path: String) throws {
    descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    guard withUnixAddress(path, { connect(descriptor, $0, $1) }) == 0 else {
      throw ClientError("cannot connect: errno \(errno)")
    }
    var patience = timeval(tv_sec: 10, tv_usec: 0)
    let size = socklen_t(MemoryLayout<timeval>.size)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, size)
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, size)
  }

  deinit {
    close(descriptor)
  }

  /// Sends all bytes; false if the server does not read on.
  @discardableResult
  func send(_ bytes: some Collection<UInt8>) -> Bool {
    var rest = Array(bytes)[...]
    while !rest.isEmpty {
      let sent = rest.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if sent < 0 && errno == EINTR { continue }
      guard sent > 0 else { return false }
      rest = rest.dropFirst(sent)
    }
    return true
  }

  @discardableResult
  func send(_ text: String) -> Bool {
    send(text.utf8)
  }

  /// Tells the server that nothing more will come.
  func finish() {
    shutdown(descriptor, Int32(SHUT_WR))
  }

  /// Sends a request with its body and reads the answer.
  func ask(_ method: String, _ target: String, body: String = "") throws -> Reply {
    send(Client.request(method, target, body: body))
    return try reply(toHead: method == "HEAD")
  }

  /// The text of a request.
  static func request(_ method: String, _ target: String, body: String = "") -> String {
    "\(method) \(target) HTTP/1.1\r\nHost: ferry\r\n"
      + (body.isEmpty ? "" : "Content-Length: \(body.utf8.count)\r\n") + "\r\n\(body)"
  }

  /// Reads one answer.
  func reply(toHead: Bool = false) throws -> Reply {
    let end: [UInt8] = Array("\r\n\r\n".utf8)
    while unread.firstRange(of: end) == nil {
      guard try readMore() else { throw ClientError("closed before an answer: \(unread.count)") }
    }
    guard let range = unread.firstRange(of: end) else { throw ClientError("no headers") }
    let head = String(decoding: unread[..<range.lowerBound], as: UTF8.self)
    unread.removeSubrange(..<range.upperBound)
    var reply = try Reply(head: head)
    let length = toHead || reply.status == 204 ? 0 : reply.contentLength
    while unread.count < length {
      guard try readMore() else { throw ClientError("closed within a body") }
    }
    reply.body = String(decoding: unread[..<length], as: UTF8.self)
    unread.removeSubrange(..<length)
    return reply
  }

  /// Reads until the server closes, and returns what came.
  func readToEnd() throws -> [UInt8] {
    while try readMore() {}
    return unread
  }

  private func readMore() throws -> Bool {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = recv(descriptor, &buffer, buffer.count, 0)
    if count > 0 { unread += buffer[..<count] }
    if count >= 0 { return count > 0 }
    switch errno {
    case EINTR: return true
    case ECONNRESET: return false
    default: throw ClientError("no answer: errno \(errno)")
    }
  }
}
