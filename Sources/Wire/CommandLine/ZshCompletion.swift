/// The completion of zsh.
enum ZshCompletion {
  /// What `/usr/share/zsh/vendor-completions/_ferry` holds.
  static var text: String {
    """
    #compdef ferry mgwutil
    # zsh completion of ferry and mgwutil; made by 'ferry completion zsh'.

    \(Completion.names)

    _ferry_jobs() { compadd -- ${(f)"$(_ferry_names list-job --all)"} }
    _ferry_addresses() { compadd -- ${(f)"$(_ferry_names list-address)"} }
    _ferry_zones() { compadd -- ${(f)"$(\(Completion.zones))"} }

    _ferry() {
      local curcontext=$curcontext state line
      local -a verbs
      verbs=(
    \(Completion.verbs.map(described).joined(separator: "\n"))
      )
      _arguments -C '1:verb:->verb' '*::argument:->rest'
      case $state in
        verb) _describe -t verbs verb verbs ;;
        rest)
          case $words[1] in
            help) _arguments '1:verb:->verb' && return; _describe -t verbs verb verbs ;;
    \(CommandTable.verbs.map(verb).joined(separator: "\n"))
          esac
          ;;
      esac
    }

    _ferry "$@"
    """
  }

  private static func described(_ verb: (name: String, summary: String)) -> String {
    "    " + quoted("\(verb.name):\(verb.summary)")
  }

  private static func verb(_ verb: Verb) -> String {
    var specs = Completion.flags(of: verb).map(spec)
    if let argument = verb.argument {
      let place = verb.argumentRepeats ? "*" : "1"
      specs.append("\(place):\(argument):\(action(verb.candidates))")
    }
    let lines = specs.map { " \\\n          " + quoted($0) }.joined()
    return "        \(verb.name)) _arguments\(lines) ;;"
  }

  private static func spec(_ flag: Flag) -> String {
    let help = "[\(escaped(flag.help))]"
    return switch flag.kind {
    case .toggle: "--\(flag.name)\(help)"
    case .value(let what):
      "--\(flag.name)=\(help):\(escaped(what)):\(action(flag.candidates))"
    }
  }

  private static func action(_ candidates: Candidates) -> String {
    switch candidates {
    case .words(let words): "(\(words.joined(separator: " ")))"
    case .jobs: "_ferry_jobs"
    case .addresses: "_ferry_addresses"
    case .zones: "_ferry_zones"
    case .folder: "_files -/"
    case .file: "_files"
    case .none: " "
    }
  }

  /// Text within a specification, where brackets and colons have a meaning.
  private static func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      if "[]:\\".contains(character) { result.append("\\") }
      result.append(character)
    }
  }

  private static func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#)
      + "'"
  }
}
