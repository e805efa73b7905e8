/// One escape rule for text that reaches a line of a log or an error message.
///
/// A name from outside must not be able to begin a second line, move a terminal's cursor or turn
/// the direction of writing.
enum LogText {
  /// The text with a backslash, controls, line separators and direction marks escaped.
  ///
  /// `\n`, `\r` and `\t` by letter, a backslash doubled, everything else as `\u{HEX}`.
  static func escaped(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isUnsafe) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case let scalar where isUnsafe(scalar):
        result += "\\u{\(String(scalar.value, radix: 16))}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// The text escaped and in single quotes, as messages show what came from outside.
  static func quoted(_ text: String) -> String {
    "'" + escaped(text) + "'"
  }

  private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x00...0x1F, 0x5C, 0x7F...0x9F: true
    case 0x2028...0x202E, 0x2066...0x2069, 0x200E, 0x200F, 0xFEFF: true
    default: false
    }
  }
}
