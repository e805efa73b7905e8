/// An object's key, relative to its address's prefix: bytes, never text.
///
/// A folder's key ends in `/`; a key never begins with one. Keys are ordered by their bytes, which
/// is the order in which both sides of a job are listed.
public struct ObjectKey: Hashable, Comparable, Sendable {
  /// The key's bytes, any but NUL.
  public let bytes: [UInt8]

  /// A key of these bytes.
  public init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// A key of a text's UTF-8 bytes.
  public init(_ text: String) {
    bytes = Array(text.utf8)
  }

  /// Whether one key is before another, byte by byte.
  public static func < (left: ObjectKey, right: ObjectKey) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes)
  }
}

extension ObjectKey: CustomStringConvertible {
  /// The key for people and logs: UTF-8 as it is, everything else as `\xHH`.
  ///
  /// Control characters, what shows nothing or like a space, the backslash and bytes that are not
  /// valid UTF-8 are escaped, so that one line stays one line and the text reads back as the key.
  public var description: String {
    var text = ""
    text.reserveCapacity(bytes.count)
    var decoder = UTF8()
    var position = 0
    while position < bytes.count {
      var rest = bytes[position...].makeIterator()
      switch decoder.decode(&rest) {
      case .scalarValue(let scalar) where Self.isShownAsItIs(scalar):
        text.unicodeScalars.append(scalar)
        position += UTF8.width(scalar)
      case .scalarValue, .emptyInput, .error:
        text += Self.escape(bytes[position])
        position += 1
      }
      decoder = UTF8()
    }
    return text
  }

  private static func isShownAsItIs(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse:
      false
    case .spaceSeparator:
      scalar == " "
    default:
      scalar != "\\" && !scalar.properties.isDefaultIgnorableCodePoint
    }
  }

  private static func escape(_ byte: UInt8) -> String {
    let digits = Array("0123456789abcdef")
    return "\\x" + String(digits[Int(byte >> 4)]) + String(digits[Int(byte & 15)])
  }
}
