/// The rule for names of jobs and addresses: 3 to 63 of letters, digits, `_` and `-`.
public enum NameRule {
  /// What is wrong with a name, nil if it is right.
  ///
  /// A name begins with a letter or a digit, so that it cannot be taken for a flag.
  public static func problem(with name: String) -> String? {
    let bytes = Array(name.utf8)
    guard (3...63).contains(bytes.count), bytes.allSatisfy(isAllowed) else {
      let shown = name.unicodeScalars.count > 80 ? "this name" : "'\(name)'"
      return "\(shown) is no name; it takes 3 to 63 letters, digits, '_' or '-'"
    }
    guard bytes[0] != UInt8(ascii: "-"), bytes[0] != UInt8(ascii: "_") else {
      return "'\(name)' must not begin with '-' or '_'"
    }
    return nil
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
