import CCurl

/// The headers of one request as libcurl takes them.
struct HeaderList: ~Copyable {
  private(set) var first: UnsafeMutablePointer<curl_slist>?
  /// The last one, so that adding one is not a walk over all.
  private var last: UnsafeMutablePointer<curl_slist>?
  private var line: [CChar] = []

  /// Why a header cannot be sent.
  enum Problem: Error {
    case name
    case value
    case memory

    /// What is wrong with a header of a name.
    func text(_ name: String) -> String {
      switch self {
      case .name: "a header's name holds a character that none may hold"
      case .value: "the header \(name) holds a control character"
      case .memory: "there is no memory for its headers"
      }
    }
  }

  /// No headers.
  init() {
    first = nil
    line.reserveCapacity(256)
  }

  deinit {
    curl_slist_free_all(first)
  }

  /// Adds a header.
  ///
  /// A line end in a name or a value would begin another header, or another request, and is refused.
  /// Source: RFC 9110, section 5.
  mutating func add(_ name: String, _ value: String) throws(Problem) {
    line.removeAll(keepingCapacity: true)
    for byte in name.utf8 {
      guard Self.isToken[Int(byte)] else { throw .name }
      line.append(CChar(bitPattern: byte))
    }
    guard !line.isEmpty else { throw .name }
    // libcurl's way to write a header without a value; with a colon it would leave it out.
    line.append(CChar(bitPattern: value.isEmpty ? UInt8(ascii: ";") : UInt8(ascii: ":")))
    if !value.isEmpty { line.append(CChar(bitPattern: UInt8(ascii: " "))) }
    for byte in value.utf8 {
      guard (byte >= 0x20 && byte != 0x7F) || byte == 0x09 else { throw .value }
      line.append(CChar(bitPattern: byte))
    }
    line.append(0)
    try append()
  }

  /// Takes away a header that libcurl would send by itself.
  mutating func leaveOut(_ name: StaticString) throws(Problem) {
    line = name.withUTF8Buffer { $0.map { CChar(bitPattern: $0) } }
    line.append(CChar(bitPattern: UInt8(ascii: ":")))
    line.append(0)
    try append()
  }

  private mutating func append() throws(Problem) {
    // Appended to the last one, it does not look for it, and gives that one back.
    guard let found = curl_slist_append(last, line) else { throw .memory }
    if first == nil { first = found }
    last = found.pointee.next ?? found
  }

  /// The bytes of a token of RFC 9110, section 5.6.2.
  private static let isToken: [Bool] = (0..<256).map { number in
    let byte = UInt8(number)
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"):
      return true
    default: return "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }
}
