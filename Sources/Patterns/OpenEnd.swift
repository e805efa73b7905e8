/// Whether an expression goes on to match, however a key that it matches goes on.
enum OpenEnd {
  /// Whether the text surely ends in `.*` or `(.*)`, with or without `$`: false if in doubt.
  ///
  /// An alternative on the outermost level would end elsewhere, and `(?` may mean anything.
  static func has(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    let ends = [".*", "(.*)", ".*$", "(.*)$"].map { Array($0.utf8) }
    guard let end = ends.first(where: { bytes.suffix($0.count) == $0[...] }),
      isPlain(bytes.dropLast(end.count))
    else { return false }
    return true
  }

  /// Whether what comes before leaves the end on its own: outside of brackets, without alternatives.
  private static func isPlain(_ bytes: ArraySlice<UInt8>) -> Bool {
    var depth = 0
    var rest = bytes[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "\\"):
        // \Q quotes all that follows, the end too; the others ask for what comes next, or for the
        // end of the key.
        guard let escaped = rest.popFirst(), !"QBbz".utf8.contains(escaped) else { return false }
      case UInt8(ascii: "["), UInt8(ascii: "$"):
        // Brackets have rules of their own, and behind the key's end nothing goes on.
        return false
      case UInt8(ascii: "("):
        if rest.first == UInt8(ascii: "?") { return false }
        depth += 1
      case UInt8(ascii: ")"): depth -= 1
      case UInt8(ascii: "|") where depth == 0: return false
      default: break
      }
    }
    return depth == 0
  }
}
