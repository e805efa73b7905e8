/// The state of parsing a unit file, line by line.
struct UnitFileParser {
  /// What a line means that the one before it continues into.
  private enum Continuing {
    case no
    /// The value of the last entry goes on.
    case value
    /// A line that was refused goes on; what follows belongs to it.
    case refused
  }

  private let name: String
  private var line = 0
  private var section: String?
  private var continuing = Continuing.no

  init(name: String) {
    self.name = name
  }

  /// Reads the next line, without its LF.
  mutating func read(_ bytes: ArraySlice<UInt8>, into file: inout UnitFile) {
    line += 1
    let bytes = bytes.last == UInt8(ascii: "\r") ? bytes.dropLast() : bytes
    guard let text = checked(bytes, &file) else { return }
    let start = text.prefix { $0 == " " || $0 == "\t" }.count
    var content = Substring(text.dropFirst(start)).trimmedEnd
    // Comments may stand between the lines of a continued value, as in systemd.
    if content.first == "#" || content.first == ";" { return }
    let continues = content.last == "\\"
    if continues { content = content.dropLast().trimmedEnd }
    let column = start + 1
    switch continuing {
    case .value:
      file.entries[file.entries.count - 1].value.append(
        String(content), line: line, column: column)
      if !continues { continuing = .no }
    case .refused:
      if !continues { continuing = .no }
    case .no:
      if content.isEmpty && !continues { return }
      let accepted = begin(content, column, &file)
      if continues { continuing = accepted ? .value : .refused }
    }
  }

  /// Ends the file.
  mutating func end(_ file: inout UnitFile) {
    if continuing != .no {
      refuse(1, "the file ends where a backslash says that the line goes on", &file)
    }
  }

  /// The line as text, nil if it holds what no line may hold.
  private mutating func checked(_ bytes: ArraySlice<UInt8>, _ file: inout UnitFile) -> String? {
    guard bytes.count <= UnitFile.lineLimit else {
      refuse(1, "the line is longer than \(UnitFile.lineLimit >> 10) KiB", &file)
      return nil
    }
    var text = ""
    var column = 0
    var iterator = bytes.makeIterator()
    var decoder = Unicode.UTF8()
    while true {
      column += 1
      switch decoder.decode(&iterator) {
      case .emptyInput: return text
      case .error:
        refuse(column, "this is not valid UTF-8", &file)
        return nil
      case .scalarValue("\u{0}"):
        refuse(column, "a NUL character is not allowed", &file)
        return nil
      case .scalarValue(let scalar): text.unicodeScalars.append(scalar)
      }
    }
  }

  /// Reads a header or an assignment; false if it is an error or no assignment.
  private mutating func begin(
    _ content: Substring, _ column: Int, _ file: inout UnitFile
  ) -> Bool {
    if content.first == "[" {
      header(content, column, &file)
      return false
    }
    guard let equals = content.firstIndex(of: "=") else {
      refuse(column, "there is no '=' in this line; a setting is written Key=Value", &file)
      return false
    }
    let key = content[..<equals].trimmedEnd
    guard !key.isEmpty, key.utf8.allSatisfy(Self.isKeyByte) else {
      let shown = key.isEmpty ? "there is no key before '='" : "'\(key.prefix(60))' is no key"
      refuse(column, "\(shown); a key is made of letters and digits", &file)
      return false
    }
    guard let section else {
      refuse(column, "'\(key)' stands before the first [Section]", &file)
      return false
    }
    let after = content[content.index(after: equals)...]
    let value = after.drop { $0 == " " || $0 == "\t" }
    let valueColumn =
      column + content[..<value.startIndex].unicodeScalars.count
    file.entries.append(
      UnitFile.Entry(
        section: section, key: String(key),
        keyPlace: ConfigPlace(file: name, line: line, column: column),
        value: ConfigText(
          String(value), at: ConfigPlace(file: name, line: line, column: valueColumn))))
    return true
  }

  private mutating func header(_ content: Substring, _ column: Int, _ file: inout UnitFile) {
    // What follows a header that is wrong belongs to no known section: it is not judged.
    section = ""
    guard let close = content.firstIndex(of: "]") else {
      refuse(column, "a section header ends with ']'", &file)
      return
    }
    guard content.index(after: close) == content.endIndex else {
      let at = column + content[...close].unicodeScalars.count
      refuse(at, "nothing may follow a section header on its line", &file)
      return
    }
    let title = content[content.index(after: content.startIndex)..<close]
    guard !title.isEmpty else {
      refuse(column, "a section has a name", &file)
      return
    }
    section = String(title)
    let place = ConfigPlace(file: name, line: line, column: column + 1)
    file.headers.append(UnitFile.Header(name: String(title), place: place))
  }

  private func refuse(_ column: Int, _ message: String, _ file: inout UnitFile) {
    file.errors.append(
      ConfigError(ConfigPlace(file: name, line: max(line, 1), column: column), message))
  }

  private static func isKeyByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}

extension Substring {
  /// Without blanks at its end.
  var trimmedEnd: Substring {
    var text = self
    while text.last == " " || text.last == "\t" { text.removeLast() }
    return text
  }
}
