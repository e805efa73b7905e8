/// Bytes as a URL has them, in the one form that AWS Signature Version 4 takes.
///
/// All but `A-Z a-z 0-9 - _ . ~` becomes `%HH` with capital digits; nothing is decoded, joined or
/// removed, so every key has one text and every text one key.
///
/// Source: "Create a signed AWS API request", AWS Identity and Access Management User Guide.
public enum PercentEncoding {
  /// Appends bytes in encoded form.
  ///
  /// - Parameters:
  ///   - bytes: What is encoded: any bytes.
  ///   - keepsSlash: Whether `/` stays, as in a key that stands in a path.
  ///   - text: Where it is appended.
  public static func append(
    _ bytes: some Sequence<UInt8>, keepsSlash: Bool = false, to text: inout [UInt8]
  ) {
    append(Array(bytes), keepsSlash: keepsSlash, to: &text)
  }

  /// Appends bytes in encoded form, as above.
  public static func append(
    _ bytes: [UInt8], keepsSlash: Bool = false, to text: inout [UInt8]
  ) {
    for byte in bytes {
      if isUnreserved(byte) || (keepsSlash && byte == UInt8(ascii: "/")) {
        text.append(byte)
      } else {
        text.append(UInt8(ascii: "%"))
        text.append(digit(byte >> 4))
        text.append(digit(byte & 15))
      }
    }
  }

  /// A query in its canonical form: encoded, sorted, each name with a `=`.
  public static func query(_ items: [(name: String, value: [UInt8])]) -> String {
    let pairs = items.map { item in
      var (name, value): ([UInt8], [UInt8]) = ([], [])
      append(item.name.utf8, to: &name)
      append(item.value, to: &value)
      return (name: name, value: value)
    }
    let sorted = pairs.sorted { left, right in
      left.name == right.name
        ? left.value.lexicographicallyPrecedes(right.value)
        : left.name.lexicographicallyPrecedes(right.name)
    }
    var text: [UInt8] = []
    for pair in sorted {
      if !text.isEmpty { text.append(UInt8(ascii: "&")) }
      text += pair.name
      text.append(UInt8(ascii: "="))
      text += pair.value
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
      UInt8(ascii: "."), UInt8(ascii: "~"):
      true
    default: false
    }
  }

  private static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
  }
}
