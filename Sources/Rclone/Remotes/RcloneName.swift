/// The names of objects as rclone's remote control has them.
///
/// Between its ends rclone writes names in one standard form, in which characters that some place
/// cannot have are others that look like them, and those others are marked. Bytes that are not UTF-8
/// cannot be told in JSON at all.
/// Source: lib/encoder in rclone's sources, `encoder.Standard`.
public enum RcloneName {
  private static let quote: Unicode.Scalar = "\u{201B}"
  private static let fullSlash: Unicode.Scalar = "\u{FF0F}"
  private static let fullStop: Unicode.Scalar = "\u{FF0E}"
  private static let delete: Unicode.Scalar = "\u{2421}"
  private static let symbols: ClosedRange<UInt32> = 0x2400...0x241F

  /// The standard form of a key, or of a part of one; a `/` at its end is left out.
  ///
  /// - Returns: Nil if the key is not UTF-8.
  public static func standard(_ key: some BidirectionalCollection<UInt8>) -> String? {
    guard let text = String(validating: key, as: UTF8.self) else { return nil }
    var result = String.UnicodeScalarView()
    let parts = text.unicodeScalars.split(separator: "/", omittingEmptySubsequences: false)
    for (index, part) in parts.enumerated() {
      if index == parts.count - 1, part.isEmpty { break }
      if index > 0 { result.append("/") }
      append(part, to: &result)
    }
    return String(result)
  }

  private static func append(
    _ part: Substring.UnicodeScalarView, to result: inout String.UnicodeScalarView
  ) {
    // Names that lead elsewhere.
    if part.count <= 2, part.allSatisfy({ $0 == "." }) {
      return result.append(contentsOf: part.map { _ in fullStop })
    }
    if part.count <= 2, part.allSatisfy({ $0 == fullStop }) {
      return result.append(contentsOf: part.flatMap { [quote, $0] })
    }
    for scalar in part {
      if scalar.value < 0x20 {
        if let symbol = Unicode.Scalar(symbols.lowerBound + scalar.value) { result.append(symbol) }
      } else if scalar.value == 0x7F {
        result.append(delete)
      } else {
        if isMarked(scalar) { result.append(quote) }
        result.append(scalar)
      }
    }
  }

  private static func isMarked(_ scalar: Unicode.Scalar) -> Bool {
    symbols.contains(scalar.value) || scalar == quote || scalar == fullSlash || scalar == delete
  }

  /// The name of one folder's entry as it really is.
  ///
  /// - Returns: Nil if it is one that ferry could not ask for again: not UTF-8 in its place, or with
  ///   a `/` in it.
  public static func key(_ standard: String) -> [UInt8]? {
    guard !standard.isEmpty, !standard.unicodeScalars.contains("\u{FFFD}") else { return nil }
    let key = Array(plain(standard).utf8)
    // What does not come back the same way is another object's name.
    guard !key.contains(UInt8(ascii: "/")), self.standard(key) == standard else { return nil }
    return key
  }

  private static func plain(_ standard: String) -> String {
    let scalars = Array(standard.unicodeScalars)
    if scalars.count <= 2, scalars.allSatisfy({ $0 == fullStop }) {
      return String(repeating: ".", count: scalars.count)
    }
    var result = String.UnicodeScalarView()
    var index = 0
    while index < scalars.count {
      let scalar = scalars[index]
      index += 1
      if scalar == quote, index < scalars.count {
        result.append(scalars[index])
        index += 1
      } else if symbols.contains(scalar.value),
        let control = Unicode.Scalar(scalar.value - symbols.lowerBound)
      {
        result.append(control)
      } else {
        result.append(scalar == delete ? "\u{7F}" : scalar == fullSlash ? "/" : scalar)
      }
    }
    return String(result)
  }
}
