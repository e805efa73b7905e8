/// The completion of fish.
enum FishCompletion {
  /// What `/usr/share/fish/vendor_completions.d/ferry.fish` holds.
  static var text: String {
    """
    # fish completion of ferry and mgwutil; made by 'ferry completion fish'.

    function __ferry_names
        set -l marker
        for page in (seq 10)
            set -l answer (timeout 2 ferry $argv --json --count 100 $marker 2>/dev/null \\
                | string match -rag '\\{"Name":"([^"]*)"')
            printf '%s\\n' $answer
            test (count $answer) -eq 100; or return 0
            set marker --marker $answer[-1]
        end
    end

    function __ferry_zones
        \(Completion.zones)
    end

    complete -c mgwutil -w ferry
    complete -c ferry -f
    \(lines.joined(separator: "\n"))
    """
  }

  private static var lines: [String] {
    let verbs = Completion.verbs.map { verb in
      "complete -c ferry -n __fish_use_subcommand -a \(verb.name) -d \(quoted(verb.summary))"
    }
    let names = CommandTable.verbs.map(\.name).joined(separator: " ")
    let help = "complete -c ferry -n '__fish_seen_subcommand_from help' -a \(quoted(names))"
    let common = CommandTable.common.map { line(nil, $0) }
    return verbs + [help] + common + CommandTable.verbs.flatMap(verb)
  }

  private static func verb(_ verb: Verb) -> [String] {
    let offer =
      verb.candidates == .file ? "-F" : values(verb.candidates).map { "-a \(quoted($0))" }
    let argument = offer.map { "complete -c ferry\(seen(verb)) \($0)" }
    return (argument.map { [$0] } ?? []) + verb.flags.filter(\.isOffered).map { line(verb, $0) }
  }

  private static func line(_ verb: Verb?, _ flag: Flag) -> String {
    var line = "complete -c ferry" + (verb.map(seen) ?? "") + " -l \(flag.name)"
    if flag.takesValue {
      switch flag.candidates {
      case .file: line += " -r -F"
      case let candidates:
        line += " -x" + (values(candidates).map { " -a \(quoted($0))" } ?? "")
      }
    }
    return line + " -d \(quoted(flag.help))"
  }

  private static func values(_ candidates: Candidates) -> String? {
    switch candidates {
    case .words(let words): words.joined(separator: " ")
    case .jobs: "(__ferry_names list-job --all)"
    case .addresses: "(__ferry_names list-address)"
    case .zones: "(__ferry_zones)"
    case .folder: "(__fish_complete_directories)"
    case .file, .none: nil
    }
  }

  private static func seen(_ verb: Verb) -> String {
    " -n '__fish_seen_subcommand_from \(verb.name)'"
  }

  private static func quoted(_ text: String) -> String {
    let escaped = text.reduce(into: "") { result, character in
      if "'\\".contains(character) { result.append("\\") }
      result.append(character)
    }
    return "'\(escaped)'"
  }
}
