import Migration
import Wire

/// The verbs that change a job's definition and its schedule.
extension Session {
  func updateJob() throws(Failure) -> Answer {
    let changes = try jobChanges()
    guard changes != JobChanges() else {
      throw Failure.usage(
        UsageError("'update-job' needs something to change; 'help update-job' lists the flags"))
    }
    let body = JobUpdate.definition(changes).json
    let (view, text) = try told(
      ControlRequest("PATCH", "jobs", name, body: body), as: ChangedJobView.self)
    for warning in view.warnings { console.warn("warning: \(warning)") }
    return Answer(data: text, lines: ["job \(name) is changed"])
  }

  func enable(_ isEnabled: Bool) throws(Failure) -> Answer {
    let update = JobUpdate.enabled(isEnabled, note: invocation.value("note") ?? "")
    let (view, text) = try told(
      ControlRequest("PATCH", "jobs", name, body: update.json), as: ChangedJobView.self)
    for warning in view.warnings { console.warn("warning: \(warning)") }
    let line =
      isEnabled
      ? "the schedule of job \(name) is in force; what it passed over is recorded, not made up for"
      : "the schedule of job \(name) rests; 'ferry enable \(name)' ends that"
    return Answer(data: text, lines: [line])
  }

  private func jobChanges() throws(Failure) -> JobChanges {
    var changes = JobChanges()
    changes.start = invocation.value("start-cron-expression")
    changes.suspend = invocation.value("suspend-cron-expression")
    // As everywhere in this verb, an empty value removes what there is.
    changes.maxScheduleCount =
      invocation.value("max-schedule-count") == ""
      ? 0 : try whole("max-schedule-count", in: 0...1_000_000_000)
    changes.maxRunTime =
      invocation.value("max-run-time") == "" ? 0 : try duration("max-run-time")
    changes.knobs = try knobs()
    changes.timeZone = invocation.value("time-zone")
    changes.windows = try flags(invocation.throttleWindows)
    changes.logMode = try word("log-mode")
    changes.tags = invocation.value("tags")
    changes.retry = try flags(invocation.retryKnobs)
    changes.history = try flags(invocation.historyKnobs)
    changes.copying = try flags(invocation.copyKnobs)
    changes.filter = try flags(invocation.filterKnobs)
    if invocation.value("overwrite-mode") != nil || invocation.value("transfer-mode") != nil {
      changes.overwrite = try overwriteRule()
    }
    return changes
  }

  /// The rule that `--overwrite-mode` and `--transfer-mode` name.
  func overwriteRule() throws(Failure) -> OverwriteRule {
    let overwriteMode = invocation.value("overwrite-mode") ?? ""
    let transferMode = invocation.value("transfer-mode") ?? ""
    if let rule = OverwriteRule(overwriteMode: overwriteMode, transferMode: transferMode) {
      return rule
    }
    let (atTransfer, problem) = OverwriteRule.problem(
      overwriteMode: overwriteMode, transferMode: transferMode)
    let flag = atTransfer ? "--transfer-mode" : "--overwrite-mode"
    throw Failure.usage(UsageError("\(flag) \(problem)"))
  }

  /// What the flags say about the schedule beyond its rules.
  func knobs() throws(Failure) -> ScheduleKnobs {
    var knobs = ScheduleKnobs()
    knobs.catchUp = try word("catch-up")
    knobs.overlap = try word("overlap")
    knobs.catchUpWindow = try duration("catch-up-window")
    knobs.jitter = try duration("jitter")
    knobs.minInterval = try duration("min-interval")
    knobs.notBefore = invocation.value("not-before")
    knobs.notAfter = invocation.value("not-after")
    return knobs
  }

  /// Rows about the schedule for `get-job`: what is not the default, and what became of its slots.
  func scheduleRows(of job: JobView) -> [(String, TextTable.Cell)] {
    let knobs = job.schedule.knobs
    var rows: [(String, TextTable.Cell)] = []
    func add(_ name: String, _ text: String) { rows.append((name, .init(text))) }
    if knobs.overlap == .queue { add("Overlap", "queue") }
    if knobs.catchUp == .skip { add("CatchUp", "skip") }
    if let window = knobs.catchUpWindow, knobs.catchUp != .skip, window != ScheduleRule.day {
      add("CatchUpWindow", DurationText.text(microseconds: window))
    }
    if let jitter = knobs.jitter, jitter > 0 {
      add("Jitter", DurationText.text(microseconds: jitter))
    }
    if let text = knobs.notBefore { add("NotBefore", LocalClock.text(ISOTime.instant(text))) }
    if let text = knobs.notAfter { add("NotAfter", LocalClock.text(ISOTime.instant(text))) }
    if let queued = job.queued { add("Queued", "the start of \(LocalClock.text(queued))") }
    if let slots = job.slots { add("Slots", Self.text(of: slots)) }
    return rows
  }

  /// `12 started, 3 resumed, 2 skipped (overlap), 1 skipped (missed)`.
  static func text(of slots: SlotCounts) -> String {
    var parts = ["\(SizeText.count(slots.started)) started"]
    if slots.resumed > 0 { parts.append("\(SizeText.count(slots.resumed)) resumed") }
    for reason in SlotOutcome.Skip.allCases {
      guard let count = slots.skipped[reason] else { continue }
      parts.append("\(SizeText.count(count)) skipped (\(reason.rawValue))")
    }
    return parts.joined(separator: ", ")
  }

  // MARK: - Values of flags

  /// A length of time of a flag in microseconds, nil if it was not given.
  func duration(_ flag: String) throws(Failure) -> Int64? {
    do {
      return try invocation.duration(flag)
    } catch {
      throw Failure.usage(error)
    }
  }

  func word<Word: RawRepresentable<String> & CaseIterable>(
    _ flag: String
  ) throws(Failure) -> Word? {
    do {
      return try invocation.word(flag)
    } catch {
      throw Failure.usage(error)
    }
  }
}
