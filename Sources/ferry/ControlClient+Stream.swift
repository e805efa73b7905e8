import Glibc
import Platform
import Wire

extension ControlClient {
  /// How long the daemon may be silent while it makes what it then sends, in seconds.
  private static let makingLimit = 3_600

  /// Sends a request and hands the answer's body on as it comes, however long it is.
  ///
  /// - Parameter take: Called with each piece.
  /// - Returns: How many bytes the body had.
  /// - Throws: What the daemon refuses with; a body that was cut off.
  func stream(
    _ request: ControlRequest, _ take: ([UInt8]) throws(Failure) -> Void
  ) throws(Failure) -> Int {
    let connection = try connect(silence: Self.makingLimit)
    try write(request.bytes, to: connection.raw)
    var bytes: [UInt8] = []
    var head: HTTPHead?
    while head == nil, try more(of: &bytes, from: connection.raw) {
      head = try understood { () throws(WireError) in try HTTPHead.read(bytes) }
    }
    guard let head else {
      throw Failure.unreachable("the daemon at \(socket) closed the connection without an answer")
    }
    guard (200...299).contains(head.status), let length = head.length else {
      var isMore = true
      while isMore, bytes.count < JSONValue.sizeLimit {
        isMore = try more(of: &bytes, from: connection.raw)
      }
      let response = try understood { () throws(WireError) in try HTTPResponse(reading: bytes) }
      throw Session.refusal(response)
    }
    bytes.removeFirst(head.size)
    var taken = 0
    var isMore = true
    while isMore {
      taken += bytes.count
      if !bytes.isEmpty { try take(bytes) }
      bytes.removeAll(keepingCapacity: true)
      guard taken < length else { break }
      isMore = try more(of: &bytes, from: connection.raw)
    }
    guard taken == length else {
      throw Failure.unreachable(
        "the daemon at \(socket) sent \(taken) of \(length) bytes and closed the connection; "
          + "try again")
    }
    return taken
  }

  /// Reads what there is; false at the end.
  private func more(of bytes: inout [UInt8], from raw: Int32) throws(Failure) -> Bool {
    var chunk = [UInt8](repeating: 0, count: 256 << 10)
    while true {
      let count = chunk.withUnsafeMutableBytes { read(raw, $0.baseAddress, $0.count) }
      if count == 0 { return false }
      if count > 0 {
        bytes += chunk[..<count]
        return true
      }
      if errno == ECONNRESET { return false }
      if errno != EINTR { throw broken(errno) }
    }
  }

  private func understood<Value>(
    _ body: () throws(WireError) -> Value
  ) throws(Failure) -> Value {
    do {
      return try body()
    } catch {
      throw Failure.garbled(error)
    }
  }
}
