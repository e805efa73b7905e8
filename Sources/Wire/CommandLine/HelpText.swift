/// The help of the command line, made from `CommandTable`.
enum HelpText {
  /// What the program is and its verbs.
  static func overview(_ program: String) -> String {
    var verbs = CommandTable.verbs.map { verb in
      (verb.name + verb.argumentUsage, verb.summary)
    }
    verbs.append(("help [VERB]", "tell how a verb is used"))
    return """
      usage: \(program) VERB [NAME] [--flag value]...

      Moves files from one address to another, by hand or by schedule; ferryd does the work.

      \(columns(verbs))

      flags of every verb:
      \(columns(CommandTable.common.map { (usage($0), $0.help) }))

      exit status: 0 done, 1 refused, 2 the run ended with failed objects (--wait), 64 usage,
      69 the daemon is not reachable, 77 not permitted, 78 mistakes in the configuration
      """
  }

  /// How one verb is used; flags that are refused are left out.
  static func verb(_ verb: Verb, _ program: String) -> String {
    var text = "usage: \(program) \(verb.name)\(verb.argumentUsage)"
    for flag in verb.flags where flag.isRequired { text += " \(usage(flag))" }
    let served = verb.flags.filter { flag in
      switch flag.effect {
      case .served: true
      case .none, .refused: false
      }
    }
    if served.contains(where: { !$0.isRequired }) { text += " [--flag value]..." }
    let summary = verb.summary
    text += "\n\n" + summary.prefix(1).uppercased() + summary.dropFirst() + ".\n"
    if !served.isEmpty {
      text += "\n" + columns(served.map { (usage($0), $0.help) }) + "\n"
    }
    let idle = verb.flags.filter {
      if case .none = $0.effect { true } else { false }
    }
    if !idle.isEmpty {
      text += "\naccepted, without effect here: "
      text += idle.map { "--\($0.name)" }.joined(separator: ", ") + "\n"
    }
    return text + "\nflags of every verb:\n"
      + columns(CommandTable.common.map { (usage($0), $0.help) })
  }

  private static func usage(_ flag: Flag) -> String {
    switch flag.kind {
    case .toggle: "--\(flag.name)"
    case .value(let what): "--\(flag.name) \(what)"
    }
  }

  /// Two columns, the second at the same place in all lines that are not too long.
  private static func columns(_ rows: [(String, String)]) -> String {
    let width = min(rows.map { $0.0.count }.max() ?? 0, 34)
    return rows.map { left, right in
      "  " + left + String(repeating: " ", count: max(1, width - left.count + 2)) + right
    }.joined(separator: "\n")
  }
}
