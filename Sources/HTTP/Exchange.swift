import CCurl
import CLinux

/// One request and its answer on their way, seen from libcurl's callbacks.
///
/// It lives as long as its client and is used for one request after another, so that a part of a
/// body costs no memory of its own.
final class Exchange {
  /// Bytes of headers that are taken.
  static let longestHead = 64 << 10

  /// What ended the request from this side.
  private(set) var failure: HTTPError.Kind?

  /// Looks at who has been reached: why nothing may be sent; nil if all is well.
  var objection: () -> HTTPError.Kind? = { nil }

  private let stop: () -> Bool
  private let mayConnect: (([UInt8]) -> Bool)?
  /// Whether an address was not connected to because that is not allowed.
  private(set) var isForbidden = false
  private var head: ((HTTPHead) throws -> Void)?
  private var sink: ((UnsafeRawBufferPointer) throws -> Void)?
  private var read: ((UnsafeMutableRawBufferPointer) throws -> Int)?
  private var rewind: (() throws -> Void)?
  private var length: Int64 = 0
  private var sent: Int64 = 0

  private var status = 0
  private var lines: [UInt8] = []
  private(set) var answer: HTTPHead?

  private var stallTimeout = Duration.zero
  private var stallNanoseconds: Int64 = 0
  /// Since when nothing has moved; nil until there is a connection.
  private var quietSince: Int64?
  private var moved: (down: Int64, up: Int64) = (0, 0)

  init(mayConnect: (([UInt8]) -> Bool)?, stop: @escaping () -> Bool) {
    self.mayConnect = mayConnect
    self.stop = stop
  }

  /// Whether an address may be connected to.
  func allows(_ address: [UInt8]) -> Bool {
    guard let mayConnect, !mayConnect(address) else { return true }
    isForbidden = true
    return false
  }

  /// Whether the caller wants to stop.
  var isToStop: Bool { stop() }

  /// Begins a request.
  func begin(
    stallTimeout: Duration, body: HTTPBody, head: @escaping (HTTPHead) throws -> Void,
    sink: @escaping (UnsafeRawBufferPointer) throws -> Void
  ) {
    (failure, answer, status) = (nil, nil, 0)
    isForbidden = false
    lines.removeAll(keepingCapacity: true)
    self.head = head
    self.sink = sink
    if case .stream(let length, let read, let rewind) = body {
      (self.length, self.read, self.rewind) = (length, read, rewind)
    }
    sent = 0
    self.stallTimeout = stallTimeout
    let (seconds, attoseconds) = stallTimeout.components
    let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    stallNanoseconds = overflow ? .max : whole + attoseconds / 1_000_000_000
    quietSince = nil
    moved = (0, 0)
  }

  /// Lets go of the caller's closures.
  func end() {
    (head, sink, read, rewind) = (nil, nil, nil, nil)
  }

  /// There is a connection, and the request is about to be sent; false ends it.
  func connected() -> Bool {
    quietSince = ferry_monotonic_ns()
    return objection().map { fail($0) } ?? true
  }

  /// Takes a line of the head; false ends the request.
  func takeLine(_ line: UnsafeRawBufferPointer) -> Bool {
    if quietSince != nil { quietSince = ferry_monotonic_ns() }
    // What follows the head are the trailers of a body in chunks.
    guard answer == nil else { return true }
    if line.count >= 12, line.starts(with: "HTTP/".utf8) {
      status = Self.status(of: line)
      lines.removeAll(keepingCapacity: true)
      return true
    }
    if line.count <= 2, line.allSatisfy({ $0 == 0x0D || $0 == 0x0A }) {
      return endHead()
    }
    guard lines.count + line.count <= Self.longestHead else {
      return fail(.tooLarge(limit: Self.longestHead))
    }
    lines.append(contentsOf: line)
    return true
  }

  private func endHead() -> Bool {
    // 100 (Continue) and its kin come before the answer.
    guard status >= 200 else { return true }
    let whole = HTTPHead(status: status, lines: lines)
    answer = whole
    do {
      try head?(whole)
    } catch {
      return fail(.sink(error))
    }
    if quietSince != nil { quietSince = ferry_monotonic_ns() }
    return true
  }

  /// The three digits after the first blank; 0 if there are none.
  private static func status(of line: UnsafeRawBufferPointer) -> Int {
    guard let blank = line.firstIndex(of: 0x20) else { return 0 }
    var status = 0
    for byte in line[(blank + 1)...].prefix(3) {
      guard (0x30...0x39).contains(byte) else { return 0 }
      status = status * 10 + Int(byte - 0x30)
    }
    return status
  }

  /// Takes a part of the body; false ends the request.
  func takeBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
    do {
      try sink?(bytes)
    } catch {
      return fail(.sink(error))
    }
    quietSince = ferry_monotonic_ns()
    return true
  }

  /// Gives the next part of the body; nil ends the request.
  func giveBody(_ room: UnsafeMutableRawBufferPointer) -> Int? {
    let left = length - sent
    guard left > 0, let read else { return 0 }
    let part = UnsafeMutableRawBufferPointer(
      rebasing: room[..<Int(min(left, Int64(room.count)))])
    let count: Int
    do {
      count = try read(part)
    } catch {
      _ = fail(.source(error))
      return nil
    }
    guard count > 0, count <= part.count else {
      _ = fail(.source(BodyIsShort(sent: sent, length: length)))
      return nil
    }
    sent += Int64(count)
    quietSince = ferry_monotonic_ns()
    return count
  }

  /// Goes back to the body's first byte, which is all that libcurl ever asks for.
  func rewindBody(to offset: Int64) -> Bool {
    guard offset == 0, let rewind else { return false }
    do {
      try rewind()
    } catch {
      return fail(.source(error))
    }
    sent = 0
    return true
  }

  /// Looks whether to go on; often, and at least once a second.
  func goesOn(down: Int64, up: Int64) -> Bool {
    if failure != nil { return false }
    if stop() { return fail(.stopped) }
    guard let quietSince else { return true }
    if (down, up) != moved {
      moved = (down, up)
      self.quietSince = ferry_monotonic_ns()
    } else if ferry_monotonic_ns() - quietSince > stallNanoseconds {
      return fail(.stalled(stallTimeout))
    }
    return true
  }

  private func fail(_ kind: HTTPError.Kind) -> Bool {
    if failure == nil { failure = kind }
    return false
  }
}

/// A body that ended before its length.
struct BodyIsShort: Error, CustomStringConvertible {
  let sent: Int64
  let length: Int64

  var description: String { "it ended after \(sent) of \(length) bytes" }
}
