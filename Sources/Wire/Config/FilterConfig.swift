public import Migration

/// What the section `[Filter]` of a job's file says.
public struct FilterConfig: Hashable, Sendable {
  /// Beginnings of keys, of which a key has to have one.
  public let prefixes: [ObjectKey]
  /// Regular expressions, of which a key has to match one; not compiled yet.
  public let includeKeys: [Located<String>]
  /// Regular expressions, of which a key must match none; not compiled yet.
  public let excludeKeys: [Located<String>]
  /// Stretches of time, in one of which an object has to be modified; not read yet.
  public let includeModified: [Located<TimeRangeText>]
  /// Stretches of time, in which it must not be modified; not read yet.
  public let excludeModified: [Located<TimeRangeText>]
  /// Whether folders of their own are left out.
  public let excludesFolders: Bool
  /// Whether symbolic links are left out.
  public let excludesSymlinks: Bool

  init(_ reader: inout ConfigReader) {
    let prefixes = reader.list("Filter", "Prefixes", by: KeyPrefixText.list)
    self.prefixes = Self.within(prefixes, "Prefixes", &reader).map(\.value)
    includeKeys = Self.patterns("IncludeKeys", &reader)
    excludeKeys = Self.patterns("ExcludeKeys", &reader)
    includeModified = Self.ranges("IncludeModified", &reader)
    excludeModified = Self.ranges("ExcludeModified", &reader)
    excludesFolders =
      reader.read("Filter", "ExcludeDir", default: false, by: ConfigValue.flag).value
    excludesSymlinks =
      reader.read("Filter", "ExcludeSymlink", default: false, by: ConfigValue.flag).value
  }

  private static func patterns(_ key: String, _ reader: inout ConfigReader) -> [Located<String>] {
    within(reader.list("Filter", key, by: ConfigValue.patterns), key, &reader)
  }

  private static func ranges(
    _ key: String, _ reader: inout ConfigReader
  ) -> [Located<TimeRangeText>] {
    let ranges = reader.list("Filter", key) { text throws(ValueProblem) in
      try TimeRangeText.list(text)
    }
    return within(ranges, key, &reader)
  }

  private static func within<Entry>(
    _ list: [Located<Entry>], _ key: String, _ reader: inout ConfigReader
  ) -> [Located<Entry>] {
    guard list.count > ObjectFilter.longestList else { return list }
    reader.refuse(
      "\(key)= has more than \(ObjectFilter.longestList) entries",
      at: list[ObjectFilter.longestList].source?.place)
    return list
  }
}
