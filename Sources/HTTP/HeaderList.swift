import CCurl

/// The headers of one request as libcurl takes them.
struct HeaderList: ~Copyable {
  private(set) var first: UnsafeMutablePointer<curl_slist>?

  /// No headers.
  init() {
    first = nil
  }

  deinit {
    curl_slist_free_all(first)
  }

  /// Adds a header, or takes away one of libcurl's own ("Expect:"); false without memory.
  mutating func add(_ line: String) -> Bool {
    guard let longer = curl_slist_append(first, line) else { return false }
    first = longer
    return true
  }

  /// What is wrong with a header; nil if nothing is.
  ///
  /// A line end in a name or a value would begin another header, or another request.
  /// Source: RFC 9110, section 5.
  static func problem(with name: String, _ value: String) -> String? {
    guard !name.isEmpty, name.utf8.allSatisfy(isTokenByte) else {
      return "a header's name holds a character that none may hold"
    }
    let isSendable = value.utf8.allSatisfy { ($0 >= 0x20 && $0 != 0x7F) || $0 == 0x09 }
    return isSendable ? nil : "the header \(name) holds a control character"
  }

  private static func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"):
      true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }
}
