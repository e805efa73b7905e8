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
  public var document: String {
    var document = #"<?xml version="1.0" encoding="utf-8"?>"#
    write(to: &document)
    return document
  }

  private func write(to document: inout String) {
    document += "<\(name)>"
    for child in children { child.write(to: &document) }
    Self.write(text, to: &document)
    document += "</\(name)>"
  }

  /// Characters that XML 1.0 cannot have become U+FFFD.
  ///
  /// Source: Extensible Markup Language (XML) 1.0, sections 2.2 and 2.4.
  private static func write(_ text: String, to document: inout String) {
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": document += "&amp;"
      case "<": document += "&lt;"
      case ">": document += "&gt;"
      // As it is, a reader would make a line feed of it.
      case "\r": document += "&#13;"
      case "\t", "\n": document.unicodeScalars.append(scalar)
      case "\u{0}"..<"\u{20}", "\u{FFFE}", "\u{FFFF}": document += "\u{FFFD}"
      default: document.unicodeScalars.append(scalar)
      }
    }
  }
}
