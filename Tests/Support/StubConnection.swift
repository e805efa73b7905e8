import Glibc

/// One connection of a `StubServer`, or of a client to another server.
///
/// Nothing waits longer than twenty seconds.
///
/// `@unchecked Sendable`: the descriptor does not change, shutdown(2) is safe from any thread, and
/// all else is done by the connection's own thread.
public final class StubConnection: @unchecked Sendable {
  let descriptor: Int32
  private var unread: [UInt8] = []

  init(owning descriptor: Int32) {
    self.descriptor = descriptor
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    var patience = timeval(tv_sec: 20, tv_usec: 0)
    let size = socklen_t(MemoryLayout<timeval>.size)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, size)
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, size)
    var yes: Int32 = 1
    setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, 4)
  }

  deinit {
    close(descriptor)
  }

  /// Connects to a port of this machine; nil if nobody listens there.
  public static func open(port: UInt16) -> StubConnection? {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return nil }
    guard LoopbackAddress.with(port: port, { connect(descriptor, $0, $1) }) == 0 else {
      close(descriptor)
      return nil
    }
    return StubConnection(owning: descriptor)
  }

  /// Sends a text; false if the other side does not take it.
  @discardableResult
  public func send(_ text: String) -> Bool {
    send(Array(text.utf8))
  }

  /// Sends bytes; false if the other side does not take them.
  @discardableResult
  public func send(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBytes { send($0) }
  }

  /// Sends bytes; false if the other side does not take them.
  @discardableResult
  public func send(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let part = UnsafeRawBufferPointer(rebasing: rest)
      let count = Glibc.send(descriptor, part.baseAddress, part.count, Int32(MSG_NOSIGNAL))
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  /// Answers with a status and a body.
  @discardableResult
  public func answer(
    _ status: Int = 200, _ headers: [String] = [], body: [UInt8] = []
  ) -> Bool {
    let head =
      ["HTTP/1.1 \(status) Said", "Content-Length: \(body.count)"] + headers + ["", ""]
    return send(Array(head.joined(separator: "\r\n").utf8) + body)
  }

  /// Reads up to the empty line of a head; nil if the other side closes before.
  public func readHead() -> [UInt8]? {
    let end = Array("\r\n\r\n".utf8)
    while true {
      if let range = unread.firstRange(of: end) {
        let head = Array(unread[..<range.upperBound])
        unread.removeSubrange(..<range.upperBound)
        return head
      }
      guard unread.count < 1 << 20, readMore() else { return nil }
    }
  }

  /// Reads so many bytes, or what comes before the other side closes.
  public func read(_ count: Int) -> [UInt8] {
    while unread.count < count, readMore() {}
    let bytes = Array(unread.prefix(count))
    unread.removeFirst(bytes.count)
    return bytes
  }

  /// Reads what there is, at most so many bytes; empty if the other side has closed.
  public func readSome(_ most: Int) -> [UInt8] {
    if unread.isEmpty { _ = readMore() }
    return read(min(most, unread.count))
  }

  /// Waits until the other side closes; what it still sends is forgotten.
  public func waitForEnd() {
    while readMore() { unread.removeAll(keepingCapacity: true) }
  }

  /// Ends the connection with a reset: what was not read yet is lost to the other side.
  public func reset() {
    var linger = linger(l_onoff: 1, l_linger: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
    // The descriptor stays the object's own, and its number nobody else's.
    let other = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    dup2(other, descriptor)
    close(other)
  }

  /// Ends the connection; whoever waits in it is woken.
  public func end() {
    shutdown(descriptor, Int32(SHUT_RDWR))
  }

  private func readMore() -> Bool {
    let start = unread.count
    let room = 256 << 10
    unread.reserveCapacity(start + room)
    let more = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
      var got = 0
      repeat {
        got = recv(descriptor, buffer.baseAddress, room, 0)
      } while got < 0 && errno == EINTR
      count = max(0, got)
    }
    unread += more
    return !more.isEmpty
  }
}
