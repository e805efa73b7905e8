/// The identity of a kind of message, by which the journal's catalogue explains it.
///
/// Source: sd-id128(3), journalctl(1) `-x`.
public struct MessageID: Hashable, Sendable {
  /// 32 lower-case hexadecimal digits.
  public let text: String

  /// An identity that the source spells out; anything but 32 digits is a fault in it.
  public init(_ text: StaticString) {
    let digits = text.description
    precondition(
      digits.utf8.count == 32 && HexText.decode(digits) != nil && digits == digits.lowercased(),
      "\(digits) is not 32 lower-case hexadecimal digits")
    self.text = digits
  }
}
