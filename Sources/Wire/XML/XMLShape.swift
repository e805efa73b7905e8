/// What an element of a known document holds: by it XML becomes the JSON that the native interface
/// speaks, and back.
///
/// So each field is judged in one place, whatever language a client speaks.
public indirect enum XMLShape: Hashable, Sendable {
  /// Text.
  case text
  /// A whole number.
  case integer
  /// `true` or `false`.
  case flag
  /// Elements of known names.
  case fields([Field])

  /// An element of a known name inside another.
  public struct Field: Hashable, Sendable {
    /// The element's name.
    public let name: String
    /// What it holds.
    public let shape: XMLShape
    /// Whether it may stand there any number of times, which is a list.
    public let isList: Bool

    /// A field.
    public init(_ name: String, _ shape: XMLShape = .text, isList: Bool = false) {
      self.name = name
      self.shape = shape
      self.isList = isList
    }
  }

  // MARK: - Reading

  /// The JSON that an element stands for.
  ///
  /// What is not known stays in, as text, for the reader of the JSON to name. An empty element is
  /// empty text, no number, no truth value, or an object without members.
  ///
  /// - Throws: The path of what has text beside elements, or stands there twice.
  public func json(of element: XMLElement) throws(WireError) -> JSONValue {
    try json(of: element, at: "")
  }

  private func json(of element: XMLElement, at path: String) throws(WireError) -> JSONValue {
    switch self {
    case .text: return .string(element.text)
    case .integer: return Self.integer(element.trimmed)
    case .flag: return Self.flag(element.trimmed)
    case .fields(let fields):
      guard element.trimmed.isEmpty else {
        throw WireError(.invalid, at: path, "text where elements are wanted")
      }
      return .object(try Self.members(of: element, fields, at: path))
    }
  }

  private static func members(
    of element: XMLElement, _ fields: [Field], at path: String
  ) throws(WireError) -> [JSONMember] {
    var members: [JSONMember] = []
    var lists: [String: [JSONValue]] = [:]
    for child in element.children {
      let place = path.isEmpty ? child.name : "\(path).\(child.name)"
      guard let field = fields.first(where: { $0.name == child.name }) else {
        members.append(JSONMember(child.name, .string(child.text)))
        continue
      }
      let value = try field.shape.json(of: child, at: place)
      guard field.isList else {
        members.append(JSONMember(child.name, value))
        continue
      }
      // An empty element is how clients write a list with nothing in it.
      let isNothing = value == .string("") || value == .object([])
      lists[child.name, default: []] += isNothing ? [] : [value]
    }
    return members
      + fields.compactMap { field in
        lists[field.name].map { JSONMember(field.name, .array($0)) }
      }
  }

  private static func integer(_ text: String) -> JSONValue {
    if text.isEmpty { return .null }
    // What is no number stays text, which the reader of the JSON refuses by its place.
    return Int64(text).map { .integer($0) } ?? .string(text)
  }

  private static func flag(_ text: String) -> JSONValue {
    switch text.lowercased() {
    case "": .null
    case "true": .bool(true)
    case "false": .bool(false)
    default: .string(text)
    }
  }

  // MARK: - Writing

  /// The element that JSON becomes: known members in the order of the shape; others are left out.
  public func element(_ name: String, of json: JSONValue) -> XMLElement {
    guard case .fields(let fields) = self else {
      return XMLElement(name, text: Self.text(of: json))
    }
    var children: [XMLElement] = []
    for field in fields {
      guard let value = json[field.name], value != .null else { continue }
      if field.isList, case .array(let elements) = value {
        children += elements.map { field.shape.element(field.name, of: $0) }
      } else {
        children.append(field.shape.element(field.name, of: value))
      }
    }
    return XMLElement(name, children)
  }

  private static func text(of json: JSONValue) -> String {
    if case .string(let text) = json { text } else { json.text }
  }
}

extension XMLElement {
  /// The text without white space at its ends.
  fileprivate var trimmed: String {
    var rest = text.unicodeScalars[...]
    func isBlank(_ scalar: Unicode.Scalar?) -> Bool {
      scalar == " " || scalar == "\t" || scalar == "\n" || scalar == "\r"
    }
    while isBlank(rest.first) { rest.removeFirst() }
    while isBlank(rest.last) { rest.removeLast() }
    return String(rest)
  }
}
