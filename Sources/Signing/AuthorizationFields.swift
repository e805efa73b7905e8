/// What a signature's header `Authorization` says: `SCHEME NAME=VALUE, NAME=VALUE`, blanks after
/// commas or not.
struct AuthorizationFields {
  private let values: [Substring: Substring]

  /// Takes a header apart; nil if it is of another scheme, too long, or has a field twice or one that
  /// the scheme does not know.
  init?(_ text: String, scheme: String, names: Set<Substring>, sizeLimit: Int) {
    guard text.utf8.count <= sizeLimit, text.hasPrefix(scheme + " ") else { return nil }
    var values: [Substring: Substring] = [:]
    for part in text.dropFirst(scheme.count + 1).split(separator: ",") {
      let field = part.drop { $0 == " " }
      guard let equals = field.firstIndex(of: "="), names.contains(field[..<equals]) else {
        return nil
      }
      let value = field[field.index(after: equals)...]
      guard values.updateValue(value, forKey: field[..<equals]) == nil else { return nil }
    }
    self.values = values
  }

  subscript(name: Substring) -> Substring? { values[name] }
}

extension String {
  /// Without blanks and tabs at its ends, as a header's value is signed.
  var withoutEndBlanks: Substring {
    var text = self[...]
    while text.first == " " || text.first == "\t" { text.removeFirst() }
    while text.last == " " || text.last == "\t" { text.removeLast() }
    return text
  }
}
