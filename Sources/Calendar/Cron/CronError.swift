/// Why a text is not a cron expression: what is wrong, where, and what to write instead.
public struct CronError: Error, Hashable, Sendable {
  /// The text as the caller gave it.
  public let expression: String
  /// Where the token begins, counted in characters from 1.
  public let column: Int
  /// The part of the text that is wrong; empty if something is missing.
  public let token: String
  /// The field it stands in, such as `hour`; nil if it is in none.
  public let field: String?
  /// What is wrong, without a full stop.
  public let reason: String
  /// What is allowed in that place, such as `0-23`; nil if there is no short way to say it.
  public let allowed: String?
  /// What to do or to know; nil if the reason says it all.
  public let hint: String?

  /// The expression, and beneath it a line with `^` under the first character of the token.
  ///
  /// A long text is cut around the token; line breaks and other control characters show as blanks.
  public var caret: String {
    let shown = 72
    let begin = column <= shown ? 0 : column - shown / 2
    let line = expression.dropFirst(begin).prefix(shown + 1).map { character in
      character.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F } ? " " : character
    }
    let width = max(1, min(token.count, line.count - (column - 1 - begin)))
    let marker =
      String(repeating: " ", count: column - 1 - begin) + String(repeating: "^", count: width)
    return String(line) + "\n" + marker
  }
}

extension CronError {
  /// The error about the zone that an expression names and that is not to be had; nil if it names
  /// none.
  ///
  /// - Parameters:
  ///   - text: An expression that can be read.
  ///   - reason: What is wrong with the zone, without a full stop.
  public init?(zoneOf text: String, _ reason: String) {
    guard let sign = text.firstIndex(of: "=") else { return nil }
    let name = text[text.index(after: sign)...].prefix { $0 != " " && $0 != "\t" }
    self.init(
      expression: text, column: text.distance(from: text.startIndex, to: sign) + 2,
      token: String(name), field: nil, reason: reason, allowed: nil, hint: nil)
  }
}

extension CronError: CustomStringConvertible {
  /// Where, what, what is allowed and what to do, on one line.
  public var description: String {
    var text = field.map { "\($0) field, column \(column): " } ?? "column \(column): "
    if !token.isEmpty { text += "'\(Self.printable(token))': " }
    text += reason
    if let allowed { text += "; allowed: \(allowed)" }
    if let hint { text += "; \(hint)" }
    return text
  }

  /// A token that fits on a line.
  private static func printable(_ token: String) -> String {
    let line = token.unicodeScalars.prefix(40).map { scalar in
      scalar.value < 0x20 || scalar.value == 0x7F ? "?" : String(scalar)
    }
    return line.joined() + (token.unicodeScalars.count > 40 ? "…" : "")
  }
}
