/// Reads a command line by `CommandTable`.
public struct CommandLineParser {
  private let program: String
  private var rest: ArraySlice<String>
  private var verb: Verb?
  private var arguments: [String] = []
  private var values: [String: String] = [:]

  /// Reads the words behind the program's name.
  ///
  /// - Parameters:
  ///   - words: The words, without the program's name.
  ///   - program: How help calls the program: `ferry` or `mgwutil`.
  /// - Throws: `UsageError` with the nearest word that there is.
  public static func parse(
    _ words: [String], program: String = "ferry"
  ) throws(UsageError) -> Command {
    var parser = CommandLineParser(program: program, rest: words[...])
    return try parser.parse()
  }

  /// Whether the words ask for JSON, as far as that can be told from words that may be wrong.
  public static func asksForJSON(_ words: [String], program: String) -> Bool {
    if words.contains("--json") || words.contains("--json=true") { return true }
    if words.contains("--text") || words.contains("--text=true") || program != "mgwutil" {
      return false
    }
    return !CommandTable.verbs.contains { $0.isList && words.contains($0.name) }
  }

  private init(program: String, rest: ArraySlice<String>) {
    self.program = program
    self.rest = rest
  }

  private mutating func parse() throws(UsageError) -> Command {
    if let told = try toldInstead() { return .tell(told) }
    var flagsEnded = false
    while let word = rest.popFirst() {
      if word == "--" && !flagsEnded {
        flagsEnded = true
      } else if word == "-h" && !flagsEnded {
        values["help"] = "true"
      } else if word == "-f" && !flagsEnded && verb?.id == .logs {
        try flag("--follow")
      } else if word.hasPrefix("--") && !flagsEnded {
        try flag(word)
      } else if word.hasPrefix("-"), word != "-", !flagsEnded {
        throw UsageError("unknown flag '\(word)'; flags begin with '--'")
      } else {
        try plain(word)
      }
    }
    return try finish()
  }

  /// The text of `help`, `help VERB`, `--version` or `completion SHELL`.
  private func toldInstead() throws(UsageError) -> String? {
    switch rest.first {
    case "--version", "version": return "\(program) \(Release.version)"
    case "completion":
      // Not told by help: it is for whoever packages ferry.
      return try Completion.text(for: rest.dropFirst().first ?? "")
    case "help":
      guard let name = rest.dropFirst().first(where: { !$0.hasPrefix("-") }) else {
        return HelpText.overview(program)
      }
      return HelpText.verb(try Self.verb(named: name), program)
    default: return nil
    }
  }

  private mutating func plain(_ word: String) throws(UsageError) {
    guard let verb else {
      self.verb = try Self.verb(named: word)
      return
    }
    guard verb.argument != nil, arguments.isEmpty || verb.argumentRepeats else {
      throw UsageError("unexpected argument '\(word)' for '\(verb.name)'")
    }
    arguments.append(word)
  }

  private static func verb(named name: String) throws(UsageError) -> Verb {
    if let verb = CommandTable.verb(named: name) { return verb }
    let names = CommandTable.verbs.map(\.name) + ["help"]
    throw UsageError("unknown command '\(name)'" + Nearest.hint(for: name, among: names))
  }

  private mutating func flag(_ word: String) throws(UsageError) {
    let parts = word.dropFirst(2).split(
      separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    let attached = parts.count > 1 ? String(parts[1]) : nil
    let known = (verb?.flags ?? []) + CommandTable.common
    guard let flag = known.first(where: { $0.name == name }) else {
      let place = verb.map { " for '\($0.name)'" } ?? " before the verb"
      let hint = Nearest.hint(for: "--\(name)", among: known.map { "--\($0.name)" })
      throw UsageError("unknown flag '--\(name)'\(place)\(hint)")
    }
    guard values[name] == nil else { throw UsageError("'--\(name)' is given twice") }
    switch flag.kind {
    case .toggle:
      guard let value = ["true", "false"].first(where: { $0 == attached ?? "true" }) else {
        throw UsageError("'--\(name)' is 'true' or 'false', not '\(attached ?? "")'")
      }
      values[name] = value
    case .value(let what):
      if let attached {
        values[name] = attached
      } else if let next = rest.first, !next.hasPrefix("--") {
        values[name] = next
        rest.removeFirst()
      } else {
        throw UsageError("'--\(name)' needs a value: --\(name)=\(what)")
      }
    }
  }

  private func finish() throws(UsageError) -> Command {
    let wantsHelp = values["help"] == "true"
    guard let verb else {
      if wantsHelp { return .tell(HelpText.overview(program)) }
      throw UsageError("no command is given; '\(program) help' lists them")
    }
    if wantsHelp { return .tell(HelpText.verb(verb, program)) }
    if let wanted = verb.argument, !verb.argumentIsOptional, arguments.first?.isEmpty ?? true {
      throw UsageError("'\(verb.name)' needs a \(wanted): \(program) \(verb.name) \(wanted)")
    }
    if values["json"] == "true" && values["text"] == "true" {
      throw UsageError("'--json' and '--text' exclude each other")
    }
    let warnings = try judge(verb)
    for flag in verb.flags where flag.isRequired && values[flag.name] == nil {
      throw UsageError("'\(verb.name)' needs '--\(flag.name)': \(flag.help)")
    }
    return .run(
      Invocation(verb: verb, arguments: arguments, warnings: warnings, values: values))
  }

  /// Refuses flags that cannot be honoured; gives the warnings about those without effect.
  private func judge(_ verb: Verb) throws(UsageError) -> [String] {
    var warnings: [String] = []
    for flag in verb.flags {
      guard let value = values[flag.name] else { continue }
      // Switched off, or empty, it asks for what happens anyway.
      let asksForNothing = flag.kind == .toggle ? value == "false" : value.isEmpty
      switch flag.effect {
      case .served: break
      case .none(let reason):
        if !asksForNothing { warnings.append("--\(flag.name) has no effect here: \(reason)") }
      case .refused(let reason):
        if !asksForNothing { throw UsageError("--\(flag.name) \(reason)") }
      }
    }
    return warnings
  }
}
