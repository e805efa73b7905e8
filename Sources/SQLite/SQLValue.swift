/// One value that a statement takes or a row holds.
public enum SQLValue: Hashable, Sendable {
  /// A signed 64-bit integer.
  case integer(Int64)
  /// An IEEE double.
  case real(Double)
  /// Text of any length, NUL included.
  case text(String)
  /// Bytes.
  case blob([UInt8])
  /// No value.
  case null

  /// An integer, or NULL for nil.
  public static func integer(_ value: Int64?) -> SQLValue {
    if let value { .integer(value) } else { .null }
  }

  /// Text, or NULL for nil.
  public static func text(_ value: String?) -> SQLValue {
    if let value { .text(value) } else { .null }
  }

  /// Bytes, or NULL for nil.
  public static func blob(_ value: [UInt8]?) -> SQLValue {
    if let value { .blob(value) } else { .null }
  }
}

extension SQLValue: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral,
  ExpressibleByNilLiteral
{
  /// An integer.
  public init(integerLiteral value: Int64) {
    self = .integer(value)
  }

  /// Text.
  public init(stringLiteral value: String) {
    self = .text(value)
  }

  /// NULL.
  public init(nilLiteral: ()) {
    self = .null
  }
}
