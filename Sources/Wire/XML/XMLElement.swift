/// An element of an XML document: its name, and either text or elements in their order.
///
/// No attributes and no namespaces: the migration services use none.
public struct XMLElement: Hashable, Sendable {
  /// The name.
  public var name: String
  /// What stands in it beside elements, joined.
  public var text: String
  /// The elements in it.
  public var children: [XMLElement]

  /// An element with text in it, or with none.
  public init(_ name: String, text: String = "") {
    self.name = name
    self.text = text
    children = []
  }

  /// An element with elements in it.
  public init(_ name: String, _ children: [XMLElement]) {
    self.name = name
    text = ""
    self.children = children
  }

  /// The first element of a name in it; nil if there is none.
  public subscript(_ name: String) -> XMLElement? {
    children.first { $0.name == name }
  }

  /// The element as a whole document, UTF-8, in one line.
  public var document: String { String(decoding: bytes, as: UTF8.self) }

  /// The bytes of the document.
  public var bytes: [UInt8] {
    var bytes = Array(#"<?xml version="1.0" encoding="utf-8"?>"#.utf8)
    write(to: &bytes)
    return bytes
  }

  private func write(to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "<"))
    bytes.append(contentsOf: name.utf8)
    bytes.append(UInt8(ascii: ">"))
    for child in children { child.write(to: &bytes) }
    Self.write(text, to: &bytes)
    bytes.append(contentsOf: "</".utf8)
    bytes.append(contentsOf: name.utf8)
    bytes.append(UInt8(ascii: ">"))
  }

  /// Byte by byte, for lists are long; characters that XML 1.0 cannot have become U+FFFD.
  ///
  /// Source: Extensible Markup Language (XML) 1.0, sections 2.2 and 2.4.
  private static func write(_ text: String, to bytes: inout [UInt8]) {
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "&"): bytes.append(contentsOf: "&amp;".utf8)
      case UInt8(ascii: "<"): bytes.append(contentsOf: "&lt;".utf8)
      case UInt8(ascii: ">"): bytes.append(contentsOf: "&gt;".utf8)
      // As it is, a reader would make a line feed of it.
      case UInt8(ascii: "\r"): bytes.append(contentsOf: "&#13;".utf8)
      case UInt8(ascii: "\t"), UInt8(ascii: "\n"): bytes.append(byte)
      case 0..<0x20: bytes.append(contentsOf: "\u{FFFD}".utf8)
      // U+FFFE and U+FFFF are EF BF BE and EF BF BF.
      case 0xBE...0xBF where bytes.last == 0xBF && bytes.dropLast().last == 0xEF:
        bytes.append(0xBD)
      default: bytes.append(byte)
      }
    }
  }
}
