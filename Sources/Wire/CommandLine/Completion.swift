/// The shells' completions of the command line, made from `CommandTable`.
enum Completion {
  /// The shells that there is one for.
  static let shells = ["bash", "zsh", "fish"]

  /// The text that a shell reads.
  ///
  /// - Throws: `UsageError` if the shell is none of `shells`.
  static func text(for shell: String) throws(UsageError) -> String {
    switch shell {
    case "bash": return BashCompletion.text
    case "zsh": return ZshCompletion.text
    case "fish": return FishCompletion.text
    default:
      throw UsageError("'completion' is for one of: \(shells.joined(separator: ", "))")
    }
  }

  /// All verbs and `help`, each with its line of help.
  static var verbs: [(name: String, summary: String)] {
    CommandTable.verbs.map { ($0.name, $0.summary) } + [("help", "tell how a verb is used")]
  }

  /// The flags that are offered for a verb.
  static func flags(of verb: Verb) -> [Flag] {
    verb.flags.filter(\.isOffered) + CommandTable.common
  }

  /// All flags that take a value, one of each name, by name.
  static var valueFlags: [Flag] {
    var known: [String: Flag] = [:]
    for flag in CommandTable.verbs.flatMap(\.flags) + CommandTable.common where flag.takesValue {
      known[flag.name] = known[flag.name] ?? flag
    }
    return known.values.sorted { $0.name < $1.name }
  }

  /// The shell function that asks the daemon for names, page by page; it knows bash and zsh.
  ///
  /// A daemon that is away or busy must not hold up whoever types.
  static let names = #"""
    _ferry_names() {
      local answer page marker=
      for page in 1 2 3 4 5 6 7 8 9 10; do
        answer=$(timeout 2 ferry "$@" --json --count 100 ${marker:+--marker "$marker"} 2>/dev/null) \
          || return 0
        answer=$(printf '%s\n' "$answer" | grep -o '{"Name":"[^"]*"' | cut -d '"' -f 4)
        [ -n "$answer" ] || return 0
        printf '%s\n' "$answer"
        [ "$(printf '%s\n' "$answer" | wc -l)" -eq 100 ] || return 0
        marker=${answer##*$'\n'}
      done
    }
    """#

  /// The command that tells the machine's time zones.
  static let zones = #"awk '!/^#/ {print $3}' /usr/share/zoneinfo/zone1970.tab 2>/dev/null"#
}
