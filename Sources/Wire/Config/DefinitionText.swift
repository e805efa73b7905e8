/// The text of a configuration file, section by section.
///
/// What the file's own reader would not read back as it was stands there as a comment.
struct DefinitionText {
  private var blocks: [(section: String, lines: [String])] = []
  private var head: [String] = []

  /// Adds a comment at the head, a line for each of its own.
  mutating func remark(_ text: String) {
    head += text.split(separator: "\n").map { "# " + TerminalText.safe(String($0)) }
  }

  /// Adds an assignment, or a comment if the value would not be read back; an empty one adds none.
  mutating func set(_ section: String, _ key: String, _ value: String) {
    guard !value.isEmpty, !add(section, key, value) else { return }
    let shown = value.map { $0.isNewline ? " " : $0 }
    remark("\(key)= has no place in a file as it is: \(String(shown))")
  }

  /// Adds an assignment.
  ///
  /// - Returns: False if its value would not be read back; then nothing is added.
  mutating func add(_ section: String, _ key: String, _ value: String) -> Bool {
    let line = "\(key)=\(value)"
    let read = UnitFile(name: "", bytes: Array("[\(section)]\n\(line)\n".utf8))
    let isKept =
      read.errors.isEmpty && read.entries.count == 1 && read.entries[0].value.text == value
      && TerminalText.safe(value) == value
    if isKept { add(line, to: section) }
    return isKept
  }

  private mutating func add(_ line: String, to section: String) {
    if let index = blocks.firstIndex(where: { $0.section == section }) {
      blocks[index].lines.append(line)
    } else {
      blocks.append((section, [line]))
    }
  }

  /// The whole text, with a line end at its end.
  var text: String {
    let sections = blocks.flatMap { ["[\($0.section)]"] + $0.lines }
    return (head + sections).map { $0 + "\n" }.joined()
  }
}
