/// One fact of a log line, by which the journal can be searched: `journalctl FERRY_JOB=nightly`.
///
/// Source: systemd.journal-fields(7).
public struct LogField: Hashable, Sendable {
  /// The name in the journal, such as `FERRY_JOB`.
  public let name: String
  /// The value; line breaks are kept in the journal.
  public let value: String

  /// A field with a name that the source spells out; a name that is not valid is a fault in it.
  public init(_ name: StaticString, _ value: String) {
    let text = name.description
    precondition(Self.isValid(text), "\(text) is not a valid name of a journal field")
    self.name = text
    self.value = value
  }

  /// A field with a number.
  public init(_ name: StaticString, _ value: some BinaryInteger) {
    self.init(name, String(value))
  }

  /// A field with a name that was computed; nil if the journal would drop it.
  public init?(computedName name: String, _ value: String) {
    guard Self.isValid(name) else { return nil }
    self.name = name
    self.value = value
  }

  /// The field with its value as the redactor lets it pass.
  func cleaned(by redactor: Redactor) -> LogField {
    LogField(unchecked: name, redactor.clean(value))
  }

  private init(unchecked name: String, _ value: String) {
    self.name = name
    self.value = value
  }

  /// Whether the journal takes a field of this name from us.
  ///
  /// 1 to 64 of `A-Z`, `0-9` and `_`, beginning with a letter; a leading `_` is journald's own.
  /// Names that a record sets itself are not fields.
  public static func isValid(_ name: String) -> Bool {
    guard let first = name.utf8.first, (1...64).contains(name.utf8.count) else { return false }
    let isUpper = { (byte: UInt8) in (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) }
    let isDigit = { (byte: UInt8) in (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    guard isUpper(first), !reserved.contains(name) else { return false }
    return name.utf8.allSatisfy { isUpper($0) || isDigit($0) || $0 == UInt8(ascii: "_") }
  }

  private static let reserved: Set<String> = ["MESSAGE", "MESSAGE_ID", "PRIORITY"]
}
