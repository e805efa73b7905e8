/// The nearest of some known words to one that was mistyped.
public enum Nearest {
  /// The known word with the fewest edits, nil if none is near enough to be meant.
  ///
  /// Letters compare without case; at most a third of the longer word may differ. Of equally near
  /// ones the first in `known` wins. Words over 64 characters have none: they are no typing error.
  public static func word(to word: String, among known: [String]) -> String? {
    guard !word.isEmpty, word.utf8.count <= 64 else { return nil }
    let typed = Array(word.lowercased().utf8)
    var best: (word: String, edits: Int)?
    for candidate in known {
      let wanted = Array(candidate.lowercased().utf8)
      let edits = distance(typed, wanted)
      guard edits <= max(1, max(typed.count, wanted.count) / 3) else { continue }
      if edits < best?.edits ?? .max { best = (candidate, edits) }
    }
    return best?.word
  }

  /// `; did you mean 'X'?` or nothing.
  public static func hint(for word: String, among known: [String]) -> String {
    guard let near = self.word(to: word, among: known) else { return "" }
    return "; did you mean '\(near)'?"
  }

  /// Edits (insert, delete, replace, swap of neighbours) between two words.
  ///
  /// Source: optimal string alignment distance (Damerau 1964, Levenshtein 1966).
  static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for i in left.indices {
      var row = [i + 1]
      for j in right.indices {
        let same = left[i] == right[j]
        var edits = min(last[j + 1] + 1, row[j] + 1, last[j] + (same ? 0 : 1))
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
          edits = min(edits, beforeLast[j - 1] + 1)
        }
        row.append(edits)
      }
      beforeLast = last
      last = row
    }
    return last[right.count]
  }
}
