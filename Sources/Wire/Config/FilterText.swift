import Migration

/// `[Filter]` as a job's file says it.
enum FilterText {
  /// Adds what a filter says, an assignment for each entry of its lists.
  ///
  /// - Throws: `InvalidArgument` for a prefix or a pattern that no file can say.
  static func add(_ filter: ObjectFilter, to text: inout DefinitionText) throws(Refusal) {
    for prefix in filter.prefixes {
      let value = KeyPrefixText.text(prefix)
      guard (try? KeyPrefixText.list(value)) == [prefix], text.add("Filter", "Prefixes", value)
      else {
        throw Refusal(
          .invalidArgument,
          "Prefixes= cannot say the prefix '\(prefix)'; 'ferry update-job' changes it")
      }
    }
    for (key, patterns) in [
      ("IncludeKeys", filter.includeKeys), ("ExcludeKeys", filter.excludeKeys),
    ] {
      for pattern in patterns {
        guard add(pattern, key, to: &text) else {
          throw Refusal(
            .invalidArgument,
            "\(key)= cannot say the pattern '\(pattern.prefix(200))': it holds what a file cannot; "
              + "write it with escapes such as \\x0a, 'ferry update-job' changes it")
        }
      }
    }
    for (key, ranges) in [
      ("IncludeModified", filter.includeModified), ("ExcludeModified", filter.excludeModified),
    ] {
      for range in ranges.map({ TimeRangeText($0) }) {
        text.set("Filter", key, String(Substring("\(range.start) > \(range.end)").trimmed))
      }
    }
    if filter.excludesFolders { text.set("Filter", "ExcludeDir", "yes") }
    if filter.excludesSymlinks { text.set("Filter", "ExcludeSymlink", "yes") }
  }

  /// Adds an assignment that is read back as a pattern, or as one of the same meaning.
  ///
  /// - Returns: False if there is none; then nothing is added.
  private static func add(
    _ pattern: String, _ key: String, to text: inout DefinitionText
  ) -> Bool {
    // In order: as it is; its commas as escapes of a regular expression; its ends inside a group.
    let commas = withoutCommas(pattern)
    let candidates = [pattern, commas, "(?:\(pattern))", commas.map { "(?:\($0))" }]
    for case let candidate? in candidates {
      let value = candidate.split(separator: ",", omittingEmptySubsequences: false)
        .joined(separator: "\\,")
      guard let read = try? ConfigValue.patterns(value), read == [candidate] else { continue }
      if text.add("Filter", key, value) { return true }
    }
    return false
  }

  /// The pattern with `\x2c` for a comma behind a backslash, which the list's own escape would take;
  /// nil where it quotes text, in which that is no comma.
  private static func withoutCommas(_ pattern: String) -> String? {
    guard !pattern.contains("\\Q") else { return nil }
    var text = ""
    var isEscaped = false
    var last: Character?
    for character in pattern {
      if character == ",", last == "\\" {
        // An escaped comma gives up its backslash; one behind an escaped backslash has none.
        if isEscaped { text.removeLast() }
        text += "\\x2c"
      } else {
        text.append(character)
      }
      isEscaped = character == "\\" && !isEscaped
      last = character
    }
    return text
  }
}
