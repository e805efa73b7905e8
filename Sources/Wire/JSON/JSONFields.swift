/// Strict reading of one JSON object: each field by name, wrong kinds named with their path.
///
/// `null` counts as not there.
struct JSONFields {
  private let path: String
  private let values: [String: JSONValue]

  /// The fields of an object.
  ///
  /// - Parameters:
  ///   - value: The object.
  ///   - path: The names that lead to it; empty for the whole text.
  ///   - known: All names that may occur; nil lets any occur (an answer of a newer daemon).
  init(_ value: JSONValue, at path: String = "", known: [String]? = nil) throws(WireError) {
    guard case .object(let members) = value else {
      throw WireError(.invalid, at: path, "\(value.kind) where an object is wanted")
    }
    self.path = path
    var values: [String: JSONValue] = [:]
    for member in members {
      let place = path.isEmpty ? member.name : "\(path).\(member.name)"
      if let known, !known.contains(member.name) {
        throw WireError(
          .invalid, at: place, "unknown field" + Nearest.hint(for: member.name, among: known))
      }
      guard values.updateValue(member.value, forKey: member.name) == nil else {
        throw WireError(.invalid, at: place, "given twice")
      }
    }
    self.values = values
  }

  /// The path of one of this object's fields.
  func place(_ name: String) -> String {
    path.isEmpty ? name : "\(path).\(name)"
  }

  /// The raw value, nil if it is not there or null.
  func value(_ name: String) -> JSONValue? {
    guard let value = values[name], value != .null else { return nil }
    return value
  }

  /// Text, nil if it is not there.
  func string(_ name: String) throws(WireError) -> String? {
    guard let value = value(name) else { return nil }
    guard case .string(let text) = value else {
      throw wrong(name, value, "text")
    }
    return text
  }

  /// Text, empty if it is not there.
  func text(_ name: String) throws(WireError) -> String {
    try string(name) ?? ""
  }

  /// Text that has to be there and not be empty.
  func required(_ name: String) throws(WireError) -> String {
    guard let text = try string(name), !text.isEmpty else {
      throw WireError(.missing, at: place(name), "has to be given")
    }
    return text
  }

  /// A whole number that is not negative, nil if it is not there.
  func whole(_ name: String, of unit: String) throws(WireError) -> Int64? {
    guard let value = value(name) else { return nil }
    guard case .integer(let number) = value else {
      throw wrong(name, value, "a whole number of \(unit)")
    }
    guard number >= 0 else {
      throw WireError(.invalid, at: place(name), "\(number) is less than 0 \(unit)")
    }
    return number
  }

  /// A whole number of any sign; 0 if it is not there.
  func integer(_ name: String) throws(WireError) -> Int64 {
    guard let value = value(name) else { return 0 }
    guard case .integer(let number) = value else {
      throw wrong(name, value, "a whole number")
    }
    return number
  }

  /// A truth value, nil if it is not there.
  func flag(_ name: String) throws(WireError) -> Bool? {
    guard let value = value(name) else { return nil }
    guard case .bool(let flag) = value else {
      throw wrong(name, value, "true or false")
    }
    return flag
  }

  /// The fields of an object within this one, nil if it is not there.
  func fields(_ name: String, known: [String]? = nil) throws(WireError) -> JSONFields? {
    guard let value = value(name) else { return nil }
    return try JSONFields(value, at: place(name), known: known)
  }

  /// The elements of a list, none if it is not there.
  func list(_ name: String) throws(WireError) -> [JSONValue] {
    guard let value = value(name) else { return [] }
    guard case .array(let elements) = value else {
      throw wrong(name, value, "a list")
    }
    return elements
  }

  /// The texts of a list, none if it is not there.
  func texts(_ name: String) throws(WireError) -> [String] {
    var texts: [String] = []
    for element in try list(name) {
      guard case .string(let text) = element else {
        throw WireError(.invalid, at: place(name), "\(element.kind) where text is wanted")
      }
      texts.append(text)
    }
    return texts
  }

  /// The shapes of a list, none if it is not there.
  func shapes<Shape: WireShape>(_ name: String, of type: Shape.Type) throws(WireError) -> [Shape] {
    var shapes: [Shape] = []
    for element in try list(name) { shapes.append(try Shape(json: element)) }
    return shapes
  }

  /// Whether a field says anything: it is there and not empty, not false.
  func isGiven(_ name: String) -> Bool {
    switch value(name) {
    case nil, .null, .bool(false), .string(""), .array([]), .object([]): false
    default: true
    }
  }

  /// The `Tags` of an address or a job, at most 1024 bytes; empty if they are not there.
  func tags() throws(WireError) -> String {
    let tags = try text("Tags")
    guard tags.utf8.count <= 1024 else {
      throw WireError(.invalid, at: place("Tags"), "longer than 1024 bytes")
    }
    return tags
  }

  private func wrong(_ name: String, _ value: JSONValue, _ wanted: String) -> WireError {
    let shown =
      switch value {
      case .string(let text): "'\(text.prefix(60))' is not \(wanted)"
      case .integer, .number, .bool: "\(value.text) is not \(wanted)"
      case .null, .array, .object: "\(value.kind) where \(wanted) is wanted"
      }
    return WireError(.invalid, at: place(name), shown)
  }
}
