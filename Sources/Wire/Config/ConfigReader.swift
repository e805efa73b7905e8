/// Typed reading of parsed files by one table: later assignments win, every mistake is collected.
struct ConfigReader {
  private let firstFile: String
  private var values: [String: [ConfigText]] = [:]
  private(set) var errors: [ConfigError] = []

  /// Judges the sections and keys of files.
  ///
  /// - Parameters:
  ///   - files: The file and then its drop-ins in their order.
  ///   - table: What is known and served.
  init(_ files: [UnitFile], by table: ConfigTable) {
    firstFile = files.first?.name ?? ""
    for file in files {
      errors += file.errors
      for header in file.headers {
        if let problem = table.problem(withSection: header.name) {
          errors.append(ConfigError(header.place, problem))
        }
      }
      for entry in file.entries {
        guard let section = table.section(named: entry.section) else { continue }
        if let problem = table.problem(withKey: entry.key, in: section) {
          errors.append(ConfigError(entry.keyPlace, problem))
        } else if entry.value.text.isEmpty {
          values[Self.name(entry.section, entry.key)] = []
        } else {
          values[Self.name(entry.section, entry.key), default: []].append(entry.value)
        }
      }
    }
  }

  /// The newest assignment of a key, nil if there is none or it was reset.
  func text(_ section: String, _ key: String) -> ConfigText? {
    values[Self.name(section, key)]?.last
  }

  /// Whether a key is assigned at all, be it only to reset it.
  func isAssigned(_ section: String, _ key: String) -> Bool {
    values[Self.name(section, key)] != nil
  }

  /// The newest assignment as it is; an error is recorded if there is none.
  mutating func required(_ section: String, _ key: String) -> Located<String> {
    guard let text = text(section, key) else {
      refuse("\(key)= has to be given in [\(section)]")
      return Located("")
    }
    return Located(text.text, from: text)
  }

  /// The newest assignment as it is, empty if there is none.
  func optional(_ section: String, _ key: String) -> Located<String> {
    let text = text(section, key)
    return Located(text?.text ?? "", from: text)
  }

  /// The newest assignment read by a reader; the default if there is none or it is wrong.
  mutating func read<Value>(
    _ section: String, _ key: String, default standard: Value,
    by read: (String) throws(ValueProblem) -> Value
  ) -> Located<Value> {
    guard let text = text(section, key) else { return Located(standard) }
    do {
      return Located(try read(text.text), from: text)
    } catch {
      refuse("\(key)= \(error.description)", at: text.place(atByte: error.offset))
      return Located(standard, from: text)
    }
  }

  /// All elements of a key that may be assigned more than once, each with its assignment.
  func list(_ section: String, _ key: String) -> [Located<String>] {
    (values[Self.name(section, key)] ?? []).flatMap { text in
      ConfigValue.list(text.text).map { Located($0, from: text) }
    }
  }

  /// All elements of a key that may be assigned more than once, read by a reader of one assignment.
  mutating func list<Element>(
    _ section: String, _ key: String, by read: (String) throws(ValueProblem) -> [Element]
  ) -> [Located<Element>] {
    var elements: [Located<Element>] = []
    for text in values[Self.name(section, key)] ?? [] {
      do {
        elements += try read(text.text).map { Located($0, from: text) }
      } catch {
        refuse("\(key)= \(error.description)", at: text.place(atByte: error.offset))
      }
    }
    return elements
  }

  /// Records a mistake; without a place it is the first file's as a whole.
  mutating func refuse(_ message: String, at place: ConfigPlace? = nil) {
    let place = place ?? ConfigPlace(file: firstFile, line: 1, column: 1)
    errors.append(ConfigError(place, message))
  }

  /// Ends the reading.
  ///
  /// - Throws: All mistakes, if there is any.
  func finish() throws(ConfigErrors) {
    guard errors.isEmpty else { throw ConfigErrors(errors) }
  }

  private static func name(_ section: String, _ key: String) -> String {
    "\(section).\(key)"
  }
}
