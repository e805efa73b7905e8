public import Migration

/// Beginnings of keys as people and clients write them: text, and `\\xHH` for any other byte.
///
/// It is the form in which keys are shown everywhere, so that what is shown can be given back.
public enum KeyPrefixText {
  /// A prefix as it is read back, also as an element of a list by commas.
  public static func text(_ prefix: ObjectKey) -> String {
    var text = ""
    let shown = prefix.description
    for (place, character) in shown.enumerated() {
      let isEdge = place == 0 || place == shown.count - 1
      switch character {
      case ",": text += "\\x2c"
      case " " where isEdge: text += "\\x20"
      default: text.append(character)
      }
    }
    return text
  }

  /// Reads a prefix.
  ///
  /// - Throws: `ValueProblem` for what no key begins with.
  public static func prefix(_ text: String) throws(ValueProblem) -> ObjectKey {
    let bytes = bytes(Array(text.utf8))
    func problem(_ why: String) -> ValueProblem {
      ValueProblem("the prefix \(ConfigValue.shown(text)) \(why)")
    }
    if bytes.isEmpty { throw problem("is empty; leave it out for all keys") }
    if bytes.first == UInt8(ascii: "/") {
      throw problem("begins with '/', and no key does: keys are relative to the source's folder")
    }
    if bytes.contains(0) { throw problem("holds a NUL byte") }
    guard bytes.count <= ObjectFilter.longestPrefix else {
      throw problem("is longer than \(ObjectFilter.longestPrefix) bytes")
    }
    return ObjectKey(bytes)
  }

  /// Reads prefixes by commas.
  ///
  /// - Throws: `ValueProblem` for the first that is none.
  public static func list(_ text: String) throws(ValueProblem) -> [ObjectKey] {
    var prefixes: [ObjectKey] = []
    for part in ConfigValue.list(text) { prefixes.append(try prefix(part)) }
    guard prefixes.count <= ObjectFilter.longestList else {
      throw ValueProblem("has more than \(ObjectFilter.longestList) prefixes")
    }
    return prefixes
  }

  /// The bytes of a text in which `\\xHH` is one byte and everything else is itself.
  private static func bytes(_ text: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    var place = 0
    while place < text.count {
      if text[place] == UInt8(ascii: "\\"), place + 3 < text.count,
        text[place + 1] == UInt8(ascii: "x"), let high = digit(text[place + 2]),
        let low = digit(text[place + 3])
      {
        bytes.append(high << 4 | low)
        place += 4
      } else {
        bytes.append(text[place])
        place += 1
      }
    }
    return bytes
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x41 + 10
    case 0x61...0x66: byte - 0x61 + 10
    default: nil
    }
  }
}
