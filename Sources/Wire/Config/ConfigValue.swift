import Migration

/// Readers of typed values from the text of a configuration file or a flag.
public enum ConfigValue {
  /// A truth value: yes, no, true, false, on, off, 1 or 0, in any case.
  public static func flag(_ text: String) throws(ValueProblem) -> Bool {
    switch text.lowercased() {
    case "yes", "true", "on", "1": return true
    case "no", "false", "off", "0": return false
    default:
      throw ValueProblem("\(shown(text)) is not a truth value; allowed: yes, no")
    }
  }

  /// A whole number within a range.
  public static func whole(
    _ text: String, in range: ClosedRange<Int64>
  ) throws(ValueProblem) -> Int64 {
    guard let number = digits(text), range.contains(number) else {
      let limits =
        range.upperBound == .max
        ? "\(range.lowerBound) or more" : "\(range.lowerBound) to \(range.upperBound)"
      throw ValueProblem("\(shown(text)) is not a whole number that is allowed here: \(limits)")
    }
    return number
  }

  /// One of some words, exactly as written.
  public static func word(_ text: String, of words: [String]) throws(ValueProblem) -> String {
    guard words.contains(text) else {
      throw ValueProblem(
        "\(shown(text)) is not allowed; allowed: \(words.joined(separator: ", "))"
          + Nearest.hint(for: text, among: words))
    }
    return text
  }

  /// A length of time: `90` and `90s` are seconds; `5m`, `2h`, `1d`, `1w`.
  public static func duration(_ text: String) throws(ValueProblem) -> Duration {
    let units: [(Character, Int64)] = [
      ("s", 1), ("m", 60), ("h", 3600), ("d", 86_400), ("w", 604_800),
    ]
    let unit = units.first { $0.0 == text.last }
    guard let number = digits(unit == nil ? text : String(text.dropLast())) else {
      throw ValueProblem("\(shown(text)) is not a duration; allowed: 90, 90s, 5m, 2h, 1d, 1w")
    }
    let (seconds, overflow) = number.multipliedReportingOverflow(by: unit?.1 ?? 1)
    guard !overflow, seconds <= longest else {
      throw ValueProblem("\(shown(text)) is longer than 1000 years")
    }
    return .seconds(seconds)
  }

  /// A range of durations, `1m..1h`; one duration alone is a range of that only.
  public static func durations(_ text: String) throws(ValueProblem) -> ClosedRange<Duration> {
    let bytes = Array(text.utf8)
    let dot = UInt8(ascii: ".")
    guard
      let dots = bytes.indices.dropLast().first(where: { bytes[$0] == dot && bytes[$0 + 1] == dot })
    else {
      let only = try duration(text)
      return only...only
    }
    let lower = try duration(String(decoding: bytes[..<dots], as: UTF8.self))
    let upper: Duration
    do {
      upper = try duration(String(decoding: bytes[(dots + 2)...], as: UTF8.self))
    } catch {
      throw ValueProblem(error.description, at: dots + 2)
    }
    guard lower <= upper else {
      throw ValueProblem("\(shown(text)) ends before it begins; the shorter one comes first")
    }
    return lower...upper
  }

  /// A bandwidth in bit/s: `100M` is 100 Mbit/s, `12MB` is bytes; K, M and G are decimal.
  public static func bandwidth(_ text: String) throws(ValueProblem) -> Int64 {
    var rest = Substring(text)
    var factor: Int64 = 1
    if rest.last == "B" {
      factor = 8
      rest.removeLast()
    }
    switch rest.last {
    case "K", "k": factor *= 1000
    case "M": factor *= 1_000_000
    case "G": factor *= 1_000_000_000
    default: break
    }
    if let last = rest.last, last.isLetter, "KkMG".contains(last) { rest.removeLast() }
    guard let number = digits(String(rest)) else {
      throw ValueProblem(
        "\(shown(text)) is not a bandwidth; allowed: a whole number of bit/s, "
          + "100K, 100M, 1G (bit/s), 12MB (bytes/s), 0 for no limit")
    }
    let (bits, overflow) = number.multipliedReportingOverflow(by: factor)
    guard !overflow else { throw ValueProblem("\(shown(text)) is out of range") }
    return bits
  }

  /// A size in bytes: `64M` is 64 MiB; K, M, G and T are binary.
  public static func size(_ text: String) throws(ValueProblem) -> Int64 {
    let units: [(Character, Int64)] = [
      ("K", 1 << 10), ("M", 1 << 20), ("G", 1 << 30), ("T", 1 << 40),
    ]
    let unit = units.first { $0.0 == text.last }
    guard let number = digits(unit == nil ? text : String(text.dropLast())) else {
      throw ValueProblem(
        "\(shown(text)) is not a size; allowed: a whole number of bytes, 64K, 64M, 1G, 1T (binary)")
    }
    let (bytes, overflow) = number.multipliedReportingOverflow(by: unit?.1 ?? 1)
    guard !overflow else { throw ValueProblem("\(shown(text)) is out of range") }
    return bytes
  }

  /// A list by commas; `\,` is a comma within an element, blanks around elements are dropped.
  public static func list(_ text: String) -> [String] {
    var elements: [String] = []
    var element = ""
    var escaped = false
    for character in text {
      if escaped {
        if character != "," { element.append("\\") }
        element.append(character)
        escaped = false
      } else if character == "\\" {
        escaped = true
      } else if character == "," {
        elements.append(element)
        element = ""
      } else {
        element.append(character)
      }
    }
    if escaped { element.append("\\") }
    elements.append(element)
    return elements.map { String(Substring($0).trimmed) }.filter { !$0.isEmpty }
  }

  /// A list of regular expressions by commas, as `list` reads it.
  ///
  /// - Throws: `ValueProblem` if a comma between `{` and `}` was most likely not meant to part them.
  public static func patterns(_ text: String) throws(ValueProblem) -> [String] {
    let patterns = list(text)
    for (first, second) in zip(patterns, patterns.dropFirst()) {
      let head = Substring(first).utf8.reversed().drop { (0x30...0x39).contains($0) }
      let tail = Substring(second).utf8.drop { (0x30...0x39).contains($0) }
      guard head.first == UInt8(ascii: "{"), tail.first == UInt8(ascii: "}") else { continue }
      throw ValueProblem(
        "\(shown("\(first),\(second)")) is cut at its comma into two patterns; "
          + "write \\, for a comma that belongs to one")
    }
    guard patterns.count <= ObjectFilter.longestList else {
      throw ValueProblem("has more than \(ObjectFilter.longestList) patterns")
    }
    return patterns
  }

  private static let longest: Int64 = 1000 * 366 * 86_400

  /// Digits only: `Int64` itself would let in a sign.
  private static func digits(_ text: String) -> Int64? {
    guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return Int64(text)
  }

  static func shown(_ text: String) -> String {
    text.unicodeScalars.count > 60 ? "'\(text.prefix(57))...'" : "'\(text)'"
  }
}

extension Substring {
  /// Without blanks at both ends.
  var trimmed: Substring {
    drop { $0 == " " || $0 == "\t" }.trimmedEnd
  }
}
