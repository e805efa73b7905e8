import Migration

/// Strict reading of a request's query: each name at most once, unknown names refused.
struct QueryFields {
  private let values: [String: String]

  init(_ query: [(name: String, value: String)], known: [String]) throws(Refusal) {
    var values: [String: String] = [:]
    for (name, value) in query {
      guard known.contains(name) else {
        throw Refusal(
          .invalidArgument,
          "\(name): unknown query parameter" + Nearest.hint(for: name, among: known))
      }
      guard values.updateValue(value, forKey: name) == nil else {
        throw Refusal(.invalidArgument, "\(name): given twice")
      }
    }
    self.values = values
  }

  func text(_ name: String) -> String {
    values[name] ?? ""
  }

  /// A whole number within a range; `standard` if it is not there or empty.
  func whole(
    _ name: String, in range: ClosedRange<Int>, standard: Int
  ) throws(Refusal) -> Int {
    let text = text(name)
    if text.isEmpty { return standard }
    guard let number = Int(text), range.contains(number) else {
      throw Refusal(
        .invalidArgument,
        "\(name): '\(text.prefix(40))' is not a whole number from \(range.lowerBound) to "
          + "\(range.upperBound)")
    }
    return number
  }

  /// A truth value in any case; false if it is not there.
  func flag(_ name: String) throws(Refusal) -> Bool {
    let text = text(name).lowercased()
    switch text {
    case "true": return true
    case "false", "": return false
    default:
      throw Refusal(.invalidArgument, "\(name): '\(text.prefix(40))' is not true or false")
    }
  }
}
