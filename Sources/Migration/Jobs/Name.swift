/// The name of a job or an address: 3 to 63 letters, digits, `_` and `-`.
public struct Name: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The name as it was given; case matters.
  public let text: String

  /// Checks a name.
  ///
  /// - Parameters:
  ///   - text: The name.
  ///   - what: What it names, for the message: `job` or `address`.
  /// - Throws: `InvalidArgument` with the rule that is broken.
  public init(_ text: String, of what: String) throws(Refusal) {
    if let problem = Self.problem(with: text) {
      throw Refusal(.invalidArgument, "the \(what) name \(problem)")
    }
    self.text = text
  }

  /// What is wrong with a name, and what is allowed; nil if nothing is.
  public static func problem(with text: String) -> String? {
    guard (3...63).contains(text.utf8.count) else {
      return "'\(shown(text))' has \(text.utf8.count) characters; "
        + "it takes 3 to 63 letters, digits, '_' or '-'"
    }
    if let wrong = text.unicodeScalars.first(where: { !allows($0) }) {
      return "'\(shown(text))' holds '\(shown(String(wrong)))'; "
        + "it takes 3 to 63 letters, digits, '_' or '-'"
    }
    guard text.utf8.first != UInt8(ascii: "-"), text.utf8.first != UInt8(ascii: "_") else {
      return "'\(text)' must begin with a letter or a digit"
    }
    return nil
  }

  /// The name itself.
  public var description: String { text }

  /// Whether one name is before another, byte by byte.
  public static func < (left: Name, right: Name) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }

  private static func allows(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "_", "-": true
    default: false
    }
  }
}

/// Text from outside as a message shows it: one line, escaped, at most 80 characters.
func shown(_ text: String) -> String {
  let escaped = ObjectKey(text).description
  return escaped.count <= 80 ? escaped : escaped.prefix(77) + "..."
}
