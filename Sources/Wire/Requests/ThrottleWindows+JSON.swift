public import Migration

/// Limits by the time of day on the wire: `ThrottleWindows`, a list of texts.
extension ThrottleWindows {
  /// The windows as `ThrottleWindowText` writes them.
  public var texts: [String] { windows.map(ThrottleWindowText.text) }

  static let wireName = "ThrottleWindows"

  var json: JSONValue { .array(texts.map { .string($0) }) }

  /// Reads the list; nil if it is not there.
  static func read(_ fields: JSONFields) throws(WireError) -> ThrottleWindows? {
    guard fields.value(wireName) != nil else { return nil }
    let texts = try fields.strings(wireName)
    var windows: [ThrottleWindow] = []
    do throws(ValueProblem) {
      for text in texts { windows.append(try ThrottleWindowText.window(text)) }
      return try ThrottleWindowText.windows(windows)
    } catch {
      throw WireError(.invalid, at: fields.place(wireName), error.description)
    }
  }
}
