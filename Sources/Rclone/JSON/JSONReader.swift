/// Reads one JSON text, strictly: nothing follows it, and nothing that RFC 8259 has not.
struct JSONReader {
  /// What is not JSON, and where.
  struct Malformed: Error, Equatable {
    /// The number of the byte at which it was seen.
    let offset: Int
  }

  /// How deep arrays and objects may lie in each other.
  private static let depthLimit = 32

  private let bytes: UnsafeRawBufferPointer
  private var position = 0
  private var depth = 0

  private init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  /// Reads a text.
  static func read(_ bytes: [UInt8]) throws(Malformed) -> JSON {
    let result = bytes.withUnsafeBytes { raw in
      Result { () throws(Malformed) in
        var reader = JSONReader(raw)
        let value = try reader.value()
        reader.skipBlanks()
        guard reader.position == raw.count else { throw Malformed(offset: reader.position) }
        return value
      }
    }
    return try result.get()
  }

  private var malformed: Malformed { Malformed(offset: position) }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipBlanks() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      position += 1
    }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    position += 1
    return true
  }

  private mutating func take(_ word: StaticString) throws(Malformed) {
    let word = UnsafeRawBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
    guard bytes[position...].starts(with: word) else { throw malformed }
    position += word.count
  }

  private mutating func value() throws(Malformed) -> JSON {
    skipBlanks()
    switch next {
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"):
      try take("true")
      return true
    case UInt8(ascii: "f"):
      try take("false")
      return false
    case UInt8(ascii: "n"):
      try take("null")
      return .null
    default: return .number(try number())
    }
  }

  private mutating func object() throws(Malformed) -> JSON {
    try enter()
    var members: [JSON.Member] = []
    skipBlanks()
    if take(UInt8(ascii: "}")) { return leave(.object([])) }
    while true {
      skipBlanks()
      let name = try string()
      skipBlanks()
      guard take(UInt8(ascii: ":")) else { throw malformed }
      members.append(.init(name: name, value: try value()))
      skipBlanks()
      if take(UInt8(ascii: "}")) { return leave(.object(members)) }
      guard take(UInt8(ascii: ",")) else { throw malformed }
    }
  }

  private mutating func array() throws(Malformed) -> JSON {
    try enter()
    var elements: [JSON] = []
    skipBlanks()
    if take(UInt8(ascii: "]")) { return leave(.array([])) }
    while true {
      elements.append(try value())
      skipBlanks()
      if take(UInt8(ascii: "]")) { return leave(.array(elements)) }
      guard take(UInt8(ascii: ",")) else { throw malformed }
    }
  }

  private mutating func enter() throws(Malformed) {
    depth += 1
    guard depth <= Self.depthLimit else { throw malformed }
    position += 1
  }

  private mutating func leave(_ value: JSON) -> JSON {
    depth -= 1
    return value
  }

  private mutating func string() throws(Malformed) -> String {
    guard take(UInt8(ascii: "\"")) else { throw malformed }
    let start = position
    while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 {
      position += 1
    }
    guard let end = next, end >= 0x20 else { throw malformed }
    // Most have nothing escaped in them.
    let plain = UnsafeRawBufferPointer(rebasing: bytes[start..<position])
    if end == UInt8(ascii: "\"") {
      position += 1
      return try text(plain)
    }
    var unescaped = Array(plain)
    while let byte = next, byte != UInt8(ascii: "\"") {
      guard byte >= 0x20 else { throw malformed }
      position += 1
      if byte == UInt8(ascii: "\\") { try escape(into: &unescaped) } else { unescaped.append(byte) }
    }
    guard take(UInt8(ascii: "\"")) else { throw malformed }
    let found = unescaped.withUnsafeBytes { raw in
      Result { () throws(Malformed) in try text(raw) }
    }
    return try found.get()
  }

  private func text(_ bytes: UnsafeRawBufferPointer) throws(Malformed) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else { throw malformed }
    return text
  }

  private mutating func escape(into bytes: inout [UInt8]) throws(Malformed) {
    guard let byte = next else { throw malformed }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): bytes.append(byte)
    case UInt8(ascii: "b"): bytes.append(0x08)
    case UInt8(ascii: "f"): bytes.append(0x0C)
    case UInt8(ascii: "n"): bytes.append(0x0A)
    case UInt8(ascii: "r"): bytes.append(0x0D)
    case UInt8(ascii: "t"): bytes.append(0x09)
    case UInt8(ascii: "u"):
      var code = try unit()
      if 0xD800..<0xDC00 ~= code {
        try take("\\u")
        let low = try unit()
        guard 0xDC00..<0xE000 ~= low else { throw malformed }
        code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(code) else { throw malformed }
      bytes += String(Character(scalar)).utf8
    default: throw malformed
    }
  }

  /// Four hexadecimal digits.
  private mutating func unit() throws(Malformed) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = next.flatMap({ Character(Unicode.Scalar($0)).hexDigitValue }) else {
        throw malformed
      }
      code = code << 4 | UInt32(digit)
      position += 1
    }
    return code
  }

  private mutating func number() throws(Malformed) -> Int64 {
    let start = position
    _ = take(UInt8(ascii: "-"))
    let first = next
    let whole = digits()
    guard whole > 0, whole == 1 || first != UInt8(ascii: "0") else { throw malformed }
    var isWhole = true
    if take(UInt8(ascii: ".")) {
      isWhole = false
      guard digits() > 0 else { throw malformed }
    }
    if let byte = next, byte | 0x20 == UInt8(ascii: "e") {
      isWhole = false
      position += 1
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      guard digits() > 0 else { throw malformed }
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if isWhole, let number = Int64(text) { return number }
    guard let number = Double(text) else { throw malformed }
    return Int64(exactly: number.rounded(.towardZero)) ?? (number < 0 ? .min : .max)
  }

  private mutating func digits() -> Int {
    let start = position
    while let byte = next, (0x30...0x39).contains(byte) { position += 1 }
    return position - start
  }
}
