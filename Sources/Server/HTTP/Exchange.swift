internal import Migration

/// One request and its answer, from the request line until the answer is out.
///
/// libmicrohttpd serves a connection on one thread of its pool, one request after the other, so
/// that nothing here is touched by two threads.
final class Exchange {
  /// The target as it came.
  let target: [UInt8]
  /// The ID that the answer carries.
  let id: String
  /// The method; nil until the headers are there.
  private(set) var method: String?
  /// Who asks; nil if the kernel did not tell.
  private(set) var caller: Caller?
  /// The headers, names in small letters.
  private var headers: [Header] = []
  /// When the headers were there.
  private(set) var begun: ContinuousClock.Instant?
  /// Whether the server was stopping when the headers were there.
  private(set) var comesTooLate = false
  /// Whether an answer was handed over.
  var isAnswered = false

  private var body: [UInt8] = []
  private var bodySize = 0
  private let limits: ServerLimits

  init(target: [UInt8], id: String, limits: ServerLimits) {
    self.target = target
    self.id = id
    self.limits = limits
  }

  /// Whether the body is larger than the server reads.
  var isTooLarge: Bool { bodySize > limits.bodyBytes }

  /// Takes what the headers say.
  func begin(method: String, caller: Caller?, headers: [Header], comesTooLate: Bool) {
    self.method = method
    self.caller = caller
    self.headers = headers
    self.comesTooLate = comesTooLate
    begun = .now
  }

  /// Takes the next bytes of the body; false if there are so many that nobody should read on.
  ///
  /// Once the body is too large it is only counted.
  func append(_ bytes: UnsafeRawBufferPointer) -> Bool {
    let (size, overflow) = bodySize.addingReportingOverflow(bytes.count)
    guard !overflow, size <= limits.droppedBytes else { return false }
    bodySize = size
    if isTooLarge {
      body = []
    } else {
      body.append(contentsOf: bytes)
    }
    return true
  }

  /// The request, if it is one that may be handled.
  func request() throws(Refusal) -> Request {
    guard !comesTooLate else {
      throw Refusal(.unavailable, "The daemon is stopping; ask again when it is back.")
    }
    guard !isTooLarge else { throw Exchange.tooLarge(limits) }
    let length = headers.reduce(target.count) { $0 + $1.name.utf8.count + $1.value.utf8.count }
    guard length <= max(limits.headerBytes, 1024) else {
      throw Refusal(
        .invalidArgument,
        "A request's line and headers may take at most \(limits.headerBytes) bytes together.")
    }
    guard let method, let caller else {
      throw Refusal(.internalError, "The kernel did not tell who is asking.")
    }
    let parts = try RequestTarget(target)
    return Request(
      id: id, method: method, path: parts.path, query: parts.query, body: body,
      headers: headers, rawPath: parts.rawPath, caller: caller)
  }

  /// The refusal of a body that is larger than the server reads.
  static func tooLarge(_ limits: ServerLimits) -> Refusal {
    Refusal(.bodyTooLarge, "A request's body may have at most \(limits.bodyBytes) bytes.")
  }

  /// What a log needs to know of the answered request.
  ///
  /// - Parameter known: Who has asked, where a signature or a token tells.
  func record(status: Int, by known: Caller?) -> RequestRecord {
    let elapsed = (begun?.duration(to: .now) ?? .zero).components
    let path = target.prefix { $0 != UInt8(ascii: "?") }
    return RequestRecord(
      caller: known ?? caller, method: Exchange.visible((method ?? "").utf8),
      path: Exchange.visible(path),
      status: status,
      microseconds: elapsed.seconds * 1_000_000 + elapsed.attoseconds / 1_000_000_000_000,
      requestID: id)
  }

  /// Bytes as visible ASCII: what is none is shown as `\xNN`, so that a log line stays one line.
  private static func visible(_ bytes: some Sequence<UInt8>) -> String {
    var text = ""
    for byte in bytes {
      if (0x21...0x7E).contains(byte) {
        text.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let hex = String(byte, radix: 16, uppercase: true)
        text += "\\x" + (byte < 16 ? "0" : "") + hex
      }
    }
    return text
  }
}
