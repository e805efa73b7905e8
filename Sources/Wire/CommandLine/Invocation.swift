public import Migration

/// A command line, understood: the verb, its argument and its flags.
public struct Invocation: Hashable, Sendable {
  /// The verb.
  public let verb: Verb
  /// Its arguments, where it takes more than one.
  public let arguments: [String]
  /// Its argument, empty if there is none.
  public var argument: String { arguments.first ?? "" }
  /// Sentences about flags that change nothing here, for stderr.
  public let warnings: [String]
  private let values: [String: String]

  init(verb: Verb, arguments: [String], warnings: [String], values: [String: String]) {
    self.verb = verb
    self.arguments = arguments
    self.warnings = warnings
    self.values = values
  }

  /// The value of a flag, nil if it was not given.
  public func value(_ flag: String) -> String? {
    values[flag]
  }

  /// Whether a toggle is set; `standard` if it was not given.
  public func isSet(_ flag: String, standard: Bool = false) -> Bool {
    values[flag].map { $0 == "true" } ?? standard
  }

  /// A whole number of a flag within a range, nil if it was not given.
  public func whole(_ flag: String, in range: ClosedRange<Int64>) throws(UsageError) -> Int64? {
    guard let text = values[flag] else { return nil }
    do {
      return try ConfigValue.whole(text, in: range)
    } catch {
      throw UsageError("--\(flag): \(error.description)")
    }
  }

  /// A length of time of a flag in microseconds, nil if it was not given.
  public func duration(_ flag: String) throws(UsageError) -> Int64? {
    guard let text = values[flag] else { return nil }
    do {
      return try ConfigValue.duration(text).microseconds
    } catch {
      throw UsageError("--\(flag): \(error.description)")
    }
  }

  /// One of some words of a flag, nil if it was not given.
  public func word<Word: RawRepresentable<String> & CaseIterable>(
    _ flag: String
  ) throws(UsageError) -> Word? {
    guard let text = values[flag] else { return nil }
    do {
      return Word(rawValue: try ConfigValue.word(text, of: Word.allCases.map(\.rawValue)))
    } catch {
      throw UsageError("--\(flag): \(error.description)")
    }
  }

  /// What the flags say about the objects that are left out.
  public func filterKnobs() throws(UsageError) -> FilterKnobs {
    var knobs = FilterKnobs()
    knobs.prefixes = try read("prefix-filters", by: KeyPrefixText.list)
    knobs.includeKeys = try read("key-filters-includes", by: ConfigValue.patterns)
    knobs.excludeKeys = try read("key-filters-excludes", by: ConfigValue.patterns)
    knobs.includeModified = try read("last-modified-filters-includes", by: TimeRangeText.list)
    knobs.excludeModified = try read("last-modified-filters-excludes", by: TimeRangeText.list)
    if value("exclude-dir") != nil { knobs.excludesFolders = isSet("exclude-dir") }
    if value("exclude-symlink") != nil { knobs.excludesSymlinks = isSet("exclude-symlink") }
    return knobs
  }

  /// What the flags say about how objects are copied.
  public func copyKnobs() throws(UsageError) -> CopyKnobs {
    func toggle(_ flag: String) -> Bool? { value(flag) == nil ? nil : isSet(flag) }
    var knobs = CopyKnobs()
    knobs.verify = try read("verify", by: CopyKnobs.verify)
    knobs.keepsModified = toggle("with-last-modify-time")
    knobs.convertsLinks = toggle("convert-symlink-target")
    knobs.keepsOwner = toggle("preserve-owner")
    knobs.keepsAttributes = toggle("preserve-xattrs")
    knobs.fileMode = try read("file-mode") { text throws(ValueProblem) in try ModeText(text) }
    knobs.storageClass = try read("target-storage-class") { text throws(ValueProblem) in
      try StorageClassText(text)
    }
    knobs.keepsStorageClass = toggle("with-storage-class")
    knobs.folderMode = try read("directory-mode") { text throws(ValueProblem) in
      try ModeText(text)
    }
    return knobs
  }

  private func read<Value>(
    _ flag: String, by read: (String) throws(ValueProblem) -> Value
  ) throws(UsageError) -> Value? {
    guard let text = values[flag] else { return nil }
    do {
      return try read(text)
    } catch {
      throw UsageError("--\(flag): \(error.description)")
    }
  }

  /// A truth value of a flag, nil if it was not given.
  public func flag(_ flag: String) throws(UsageError) -> Bool? {
    guard let text = values[flag] else { return nil }
    do {
      return try ConfigValue.flag(text)
    } catch {
      throw UsageError("--\(flag): \(error.description)")
    }
  }

  /// A range of lengths of time of a flag, nil if it was not given.
  public func durations(_ flag: String) throws(UsageError) -> ClosedRange<Duration>? {
    guard let text = values[flag] else { return nil }
    do {
      return try ConfigValue.durations(text)
    } catch {
      throw UsageError("--\(flag): \(error.description)")
    }
  }

  /// What the flags say about limits by the time of day; nil for nothing.
  public func throttleWindows() throws(UsageError) -> ThrottleWindows? {
    try read("throttle-windows") { text throws(ValueProblem) in
      try ThrottleWindowText.windows(try ThrottleWindowText.list(text))
    }
  }

  /// What the flags say about retries.
  public func retryKnobs() throws(UsageError) -> RetryKnobs {
    var knobs = RetryKnobs()
    knobs.isAutomatic = try flag("auto-retry")
    knobs.maxDepth = try count("max-retry-depth", in: RetryPolicy.depths)
    knobs.backoff = try durations("retry-backoff")
    return knobs
  }

  /// What the flags say about how long history is kept.
  public func historyKnobs() throws(UsageError) -> HistoryKnobs {
    var knobs = HistoryKnobs()
    knobs.keepRuns = try count("keep-runs", in: HistoryPolicy.runs)
    knobs.keepDays = try count("keep-days", in: HistoryPolicy.days)
    return knobs
  }

  private func count(_ flag: String, in range: ClosedRange<Int>) throws(UsageError) -> Int? {
    try whole(flag, in: Int64(range.lowerBound)...Int64(range.upperBound)).map { Int($0) }
  }

  /// A bandwidth of a flag in bit/s, nil if it was not given.
  public func bandwidth(_ flag: String) throws(UsageError) -> Int64? {
    guard let text = values[flag] else { return nil }
    do {
      return try ConfigValue.bandwidth(text)
    } catch {
      throw UsageError("--\(flag): \(error.description)")
    }
  }
}
