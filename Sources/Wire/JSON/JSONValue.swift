/// A JSON value as text carries it (RFC 8259): objects keep the order in which they are written.
public enum JSONValue: Hashable, Sendable {
  /// `null`.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// A whole number within the range of `Int64`.
  case integer(Int64)
  /// Any other finite number.
  case number(Double)
  /// Text.
  case string(String)
  /// Values in order.
  case array([JSONValue])
  /// Named values in the order in which they are written; names are not repeated.
  case object([JSONMember])
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  /// Text.
  public init(stringLiteral text: String) {
    self = .string(text)
  }

  /// A whole number.
  public init(integerLiteral number: Int64) {
    self = .integer(number)
  }

  /// A truth value.
  public init(booleanLiteral flag: Bool) {
    self = .bool(flag)
  }

  /// Values in order.
  public init(arrayLiteral elements: JSONValue...) {
    self = .array(elements)
  }

  /// Named values in the order of the literal.
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(elements.map { JSONMember($0.0, $0.1) })
  }
}

extension JSONValue {
  /// The value under a name, nil if this is no object or has no such name.
  public subscript(_ name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  /// What kind of value this is, in words for people.
  var kind: String {
    switch self {
    case .null: "null"
    case .bool: "a truth value"
    case .integer, .number: "a number"
    case .string: "text"
    case .array: "a list"
    case .object: "an object"
    }
  }
}
