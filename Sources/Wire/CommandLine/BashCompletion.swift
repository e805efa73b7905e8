/// The completion of bash.
enum BashCompletion {
  /// What `/usr/share/bash-completion/completions/ferry` holds.
  static var text: String {
    """
    # bash completion of ferry and mgwutil; made by 'ferry completion bash'.

    \(Completion.names)

    _ferry() {
      local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
      local verb= argument= skip= i flags=\(quoted(common)) names=
      COMPREPLY=()
      # bash takes '=' as a word of its own.
      if [[ $word == = ]]; then
        word=
      elif [[ $before == = ]]; then
        before=${COMP_WORDS[COMP_CWORD - 2]}
      fi
      for ((i = 1; i < COMP_CWORD; i++)); do
        case ${COMP_WORDS[i]} in
          =) skip=yes ;;
          \(valueFlags)) skip=yes ;;
          -*) skip= ;;
          *)
            if [[ $skip ]]; then
              skip=
            elif [[ ! $verb ]]; then
              verb=${COMP_WORDS[i]}
            else
              argument=${COMP_WORDS[i]}
            fi
            ;;
        esac
      done
      case $before in
    \(values.joined(separator: "\n"))
        \(valueFlags)) return ;;
      esac
      case $verb in
        "") names=\(quoted(Completion.verbs.map(\.name))) ;;
        help) names=\(quoted(CommandTable.verbs.map(\.name))) ;;
    \(CommandTable.verbs.map(verb).joined(separator: "\n"))
      esac
      if [[ $word == -* ]]; then
        COMPREPLY=($(compgen -W "$flags" -- "$word"))
      elif [[ ! $argument ]]; then
        case $names in
          @) compopt -o filenames; COMPREPLY=($(compgen -f -- "$word")); return ;;
          @*) names=$(_ferry_names ${names#@}) ;;
        esac
        COMPREPLY=($(compgen -W "$names" -- "$word"))
      fi
    }
    complete -F _ferry ferry mgwutil
    """
  }

  private static var common: [String] { CommandTable.common.map { "--\($0.name)" } }

  private static var valueFlags: String {
    Completion.valueFlags.map { "--\($0.name)" }.joined(separator: " | ")
  }

  /// What is offered behind the flags that take a value.
  private static var values: [String] {
    Completion.valueFlags.compactMap { flag in
      let offer: String? =
        switch flag.candidates {
        case .words(let words): "COMPREPLY=($(compgen -W \(quoted(words)) -- \"$word\"))"
        case .jobs:
          #"COMPREPLY=($(compgen -W "$(_ferry_names list-job --all)" -- "$word"))"#
        case .addresses:
          #"COMPREPLY=($(compgen -W "$(_ferry_names list-address)" -- "$word"))"#
        case .zones: "COMPREPLY=($(compgen -W \"$(\(Completion.zones))\" -- \"$word\"))"
        case .folder: #"compopt -o filenames; COMPREPLY=($(compgen -d -- "$word"))"#
        case .file: #"compopt -o filenames; COMPREPLY=($(compgen -f -- "$word"))"#
        case .none: nil
        }
      return offer.map { "    --\(flag.name)) \($0); return ;;" }
    }
  }

  private static func verb(_ verb: Verb) -> String {
    let flags = Completion.flags(of: verb).map { "--\($0.name)" }
    let names =
      switch verb.candidates {
      case .jobs: " names='@list-job --all'"
      case .addresses: " names='@list-address'"
      case .file: " names=@"
      case .words, .zones, .folder, .none: ""
      }
    return "    \(verb.name)) flags=\(quoted(flags))\(names) ;;"
  }

  private static func quoted(_ words: [String]) -> String {
    "'\(words.joined(separator: " "))'"
  }
}
