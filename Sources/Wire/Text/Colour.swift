/// The colours of text on a terminal.
public enum Colour: String, Hashable, Sendable {
  /// No colour, but heavy.
  case bold = "1"
  /// All is well.
  case green = "32"
  /// Under way, or waiting.
  case yellow = "33"
  /// Somebody has to look.
  case red = "31"

  /// The text in this colour.
  ///
  /// Source: ECMA-48, Select Graphic Rendition.
  public func paint(_ text: String) -> String {
    "\u{1B}[\(rawValue)m\(text)\u{1B}[0m"
  }
}
