import FoundationEssentials

extension JSONValue {
  /// The largest text that is read, in bytes: a page of a thousand jobs fits many times.
  public static let sizeLimit = 16 << 20

  /// How deep lists and objects may lie in each other.
  public static let depthLimit = 32

  /// Reads one JSON text.
  ///
  /// - Parameter bytes: UTF-8, at most `sizeLimit` bytes.
  /// - Returns: The value; the members of an object are in the order of their names.
  /// - Throws: `WireError` with an empty path: too large, too deep, or not JSON.
  public static func read(_ bytes: [UInt8]) throws(WireError) -> JSONValue {
    guard bytes.count <= sizeLimit else {
      throw WireError(.invalid, at: "", "the JSON text is longer than \(sizeLimit >> 20) MiB")
    }
    guard !bytes.allSatisfy({ $0 == 0x20 || (0x09...0x0D).contains($0) }) else {
      throw WireError(.missing, at: "", "the JSON text is empty")
    }
    // The decoder guesses UTF-16 and UTF-32 from zero bytes; only UTF-8 is JSON here.
    guard !bytes.contains(0) else {
      throw WireError(.invalid, at: "", "the JSON text holds a zero byte (NUL)")
    }
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw WireError(.invalid, at: "", "the JSON text is not valid UTF-8")
    }
    try checkBrackets(of: bytes)
    do {
      return try JSONDecoder().decode(JSONValue.self, from: Data(bytes))
    } catch {
      throw WireError(.invalid, at: "", "this is not JSON, or a number in it is out of range")
    }
  }

  /// Refuses what lies too deep, and a comma before a closing bracket, which the decoder lets in.
  private static func checkBrackets(of bytes: [UInt8]) throws(WireError) {
    var depth = 0
    var inString = false
    var escaped = false
    var last = UInt8(ascii: " ")
    for byte in bytes {
      if inString {
        if escaped {
          escaped = false
        } else if byte == UInt8(ascii: "\\") {
          escaped = true
        } else if byte == UInt8(ascii: "\"") {
          inString = false
        }
        continue
      }
      switch byte {
      case UInt8(ascii: " "), 0x09, 0x0A, 0x0D: continue
      case UInt8(ascii: "\""): inString = true
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        depth += 1
        guard depth <= depthLimit else {
          throw WireError(.invalid, at: "", "the JSON text is nested deeper than \(depthLimit)")
        }
      case UInt8(ascii: "]"), UInt8(ascii: "}"):
        depth -= 1
        guard last != UInt8(ascii: ",") else {
          throw WireError(.invalid, at: "", "this is not JSON: a comma stands before a bracket")
        }
      default: break
      }
      last = byte
    }
  }
}

extension JSONValue: Decodable {
  private struct Name: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) {
      self.stringValue = stringValue
    }

    init?(intValue: Int) {
      nil
    }
  }

  /// Reads a value of any kind from a decoder.
  public init(from decoder: any Decoder) throws {
    if let keyed = try? decoder.container(keyedBy: Name.self) {
      let names = keyed.allKeys.sorted { $0.stringValue < $1.stringValue }
      self = .object(
        try names.map { JSONMember($0.stringValue, try keyed.decode(JSONValue.self, forKey: $0)) })
      return
    }
    if var list = try? decoder.unkeyedContainer() {
      var elements: [JSONValue] = []
      while !list.isAtEnd { elements.append(try list.decode(JSONValue.self)) }
      self = .array(elements)
      return
    }
    let single = try decoder.singleValueContainer()
    if single.decodeNil() {
      self = .null
    } else if let text = try? single.decode(String.self) {
      self = .string(text)
    } else if let flag = try? single.decode(Bool.self) {
      self = .bool(flag)
    } else if let number = try? single.decode(Int64.self) {
      self = .integer(number)
    } else {
      self = .number(try single.decode(Double.self))
    }
  }
}
