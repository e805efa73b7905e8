import Calendar
public import Migration

/// A job written as the file that would define it.
public enum JobFile {
  /// The text of `jobs.d/NAME.job`: read back, it gives the same definition.
  ///
  /// Keys that say what is the default anyway are left out; what has no key is a comment.
  ///
  /// - Parameters:
  ///   - job: The job as it is, its drop-ins and limits set meanwhile included.
  ///   - defaults: What `ferryd.conf` says for all jobs now.
  ///   - standardZone: The zone of new jobs that name none.
  ///   - ping: Who is told of its runs; nil for nobody of its own.
  /// - Throws: `InvalidArgument` for a filter that no file can say: without it the job of the file
  ///   would move what this one leaves out.
  public static func text(
    of job: Job, defaults: JobDefaults, standardZone: String, ping: PingTarget? = nil
  ) throws(Refusal) -> String {
    let definition = job.definition
    var text = DefinitionText()
    remark(on: job, in: &text)
    text.set("Job", "Source", definition.source.text)
    text.set("Job", "Destination", definition.destination.text)
    text.set("Job", "OverwriteMode", definition.overwrite.overwriteMode)
    text.set("Job", "TransferMode", definition.overwrite.transferMode)
    if !definition.enabled { text.set("Job", "Enabled", "no") }
    if let limit = definition.maxRunTime { text.set("Job", "MaxRunTime", length(limit)) }
    if definition.logMode != .off { text.set("Job", "LogMode", definition.logMode.rawValue) }
    text.set("Job", "Tags", definition.tags)
    switch ping {
    case .file(let path)?: text.set("Job", "PingURLFile", path)
    case .url(let url)?:
      text.remark(
        "PingURL= is not told, for it may hold a secret; its host is \(PingTarget.host(of: url)).")
    case nil: break
    }
    copying(definition.copying, in: &text)
    schedule(definition.schedule, defaults, standardZone, in: &text)
    try FilterText.add(definition.filter, to: &text)
    // No limit has to be said where all jobs have one.
    let (throttle, usual) = (definition.throttle, defaults.throttle)
    if max(throttle.bitsPerSecond, usual.bitsPerSecond) > 0 {
      text.set("Throttle", "MaxBandwidth", bandwidth(throttle.bitsPerSecond))
    }
    if max(throttle.objectsPerSecond, usual.objectsPerSecond) > 0 {
      text.set("Throttle", "MaxQPS", String(throttle.objectsPerSecond))
    }
    windows(definition, defaults, in: &text)
    policies(definition, defaults, in: &text)
    return text.text
  }

  /// What no key says.
  private static func remark(on job: Job, in text: inout DefinitionText) {
    switch job.origin {
    case .api: text.remark("job \(job.definition.name), made by request")
    case .file(let path): text.remark("job \(job.definition.name): \(path) with its drop-ins")
    }
    if job.isRetired { text.remark("That file is gone: the job is retired.") }
    if job.lineage != nil {
      text.remark(
        """
        It is a sub-job and takes what of its parent's run still fails. A file makes a job of its
        own, which moves all that its source has.
        """)
    }
    if !job.note.isEmpty { text.remark("Note: \(oneLine(job.note))") }
  }

  /// Limits by the time of day; a list that is reset where all jobs have one.
  private static func windows(
    _ definition: JobDefinition, _ defaults: JobDefaults, in text: inout DefinitionText
  ) {
    for window in definition.windows.texts { text.set("Throttle", "Windows", window) }
    if definition.windows.isEmpty, !defaults.windows.isEmpty {
      _ = text.add("Throttle", "Windows", "")
    }
    if definition.throttleIsByHand {
      text.remark("MaxBandwidth= and MaxQPS= were set by hand, and hold over the windows now.")
    }
  }

  private static func copying(_ rule: CopyRule, in text: inout DefinitionText) {
    let usual = CopyRule()
    for (key, flag, standard) in [
      ("WithLastModifyTime", rule.keepsModified, usual.keepsModified),
      ("ConvertSymlinkTarget", rule.convertsLinks, usual.convertsLinks),
      ("PreserveOwner", rule.keepsOwner, usual.keepsOwner),
      ("PreserveXattrs", rule.keepsAttributes, usual.keepsAttributes),
      ("WithStorageClass", rule.keepsStorageClass, usual.keepsStorageClass),
    ] where flag != standard {
      text.set("Job", key, flag ? "yes" : "no")
    }
    if rule.verify != usual.verify { text.set("Job", "Verify", rule.verify.rawValue) }
    text.set("Job", "FileMode", ModeText(rule.fileMode).text)
    text.set("Job", "DirectoryMode", ModeText(rule.folderMode).text)
    text.set("Job", "TargetStorageClass", rule.storageClass?.name ?? "")
  }

  private static func schedule(
    _ rule: ScheduleRule, _ defaults: JobDefaults, _ standardZone: String,
    in text: inout DefinitionText
  ) {
    func set(_ key: String, _ value: String) { text.set("Schedule", key, value) }
    let usual = JobDefaults()
    let hasRule = rule.start != nil || rule.suspend != nil
    set("Start", oneLine(rule.start?.text ?? ""))
    set("Suspend", oneLine(rule.suspend?.text ?? ""))
    if hasRule || rule.timeZone != standardZone { set("TimeZone", rule.timeZone) }
    if let most = rule.maxCount { set("MaxScheduleCount", String(most)) }
    if rule.catchUp != usual.catchUp || rule.catchUp != defaults.catchUp {
      set("CatchUp", rule.catchUp.rawValue)
    }
    if rule.overlap != usual.overlap || rule.overlap != defaults.overlap {
      set("Overlap", rule.overlap.rawValue)
    }
    let lengths = [
      ("CatchUpWindow", rule.catchUpWindow, usual.catchUpWindow, defaults.catchUpWindow),
      ("Jitter", rule.jitter, usual.jitter, defaults.jitter),
      ("MinScheduleInterval", rule.minInterval, usual.minInterval, defaults.minInterval),
    ]
    for (key, value, one, other) in lengths
    where value != one.microseconds || value != other.microseconds {
      set(key, length(value))
    }
    set("NotBefore", moment(rule.notBefore))
    set("NotAfter", moment(rule.notAfter))
  }

  private static func policies(
    _ definition: JobDefinition, _ defaults: JobDefaults, in text: inout DefinitionText
  ) {
    let usual = JobDefaults()
    let (retry, history) = (definition.retry, definition.history)
    if retry.isAutomatic != usual.retry.isAutomatic
      || retry.isAutomatic != defaults.retry.isAutomatic
    {
      text.set("Retry", "Auto", retry.isAutomatic ? "yes" : "no")
    }
    if retry.maxDepth != usual.retry.maxDepth || retry.maxDepth != defaults.retry.maxDepth {
      text.set("Retry", "MaxDepth", String(retry.maxDepth))
    }
    if retry.waits != usual.retry.waits || retry.waits != defaults.retry.waits {
      text.set("Retry", "Backoff", retry.waitsText)
    }
    if history.keepRuns != usual.history.keepRuns || history.keepRuns != defaults.history.keepRuns {
      text.set("History", "KeepRuns", String(history.keepRuns))
    }
    if history.keepDays != usual.history.keepDays || history.keepDays != defaults.history.keepDays {
      text.set("History", "KeepDays", String(history.keepDays))
    }
  }

  private static func length(_ microseconds: Int64) -> String {
    DurationText.text(microseconds: microseconds)
  }

  /// The bandwidth in the largest unit that says it whole.
  static func bandwidth(_ bits: Int64) -> String {
    for (factor, unit) in [(Int64(1_000_000_000), "G"), (1_000_000, "M"), (1000, "K")]
    where bits > 0 && bits % factor == 0 {
      return "\(bits / factor)\(unit)"
    }
    return String(bits)
  }

  /// An instant to the second: the search for slots knows no parts of it.
  private static func moment(_ instant: Instant?) -> String {
    instant.map { ISOTime.text($0, offset: 0) } ?? ""
  }

  /// Text on one line, its blanks single: a rule's meaning does not depend on them.
  private static func oneLine(_ text: String) -> String {
    text.split { $0.isWhitespace }.joined(separator: " ")
  }
}
