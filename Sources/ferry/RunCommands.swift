import Migration
import Wire

/// The verbs about runs: start, pause, close, and what they did.
extension Session {
  func start() throws(Failure) -> Answer {
    if invocation.isSet("dry-run") { return try dryRun() }
    guard !invocation.isSet("all") else {
      throw Failure.usage(UsageError("'--all' goes with '--dry-run'"))
    }
    return try change(.start, "job \(name) is started", until: .finished)
  }

  func pause() throws(Failure) -> Answer {
    try change(.pause, "job \(name) is being paused", until: .paused)
  }

  func close() throws(Failure) -> Answer {
    try change(.close, "job \(name) is being closed", until: .finished)
  }

  /// Shows how the newest run goes on until it rests, or how it ended.
  func watch() throws(Failure) -> Answer {
    let job = try ask(ControlRequest("GET", "jobs", name), for: JobView.self)
    guard !job.runtimeId.isEmpty else {
      return Answer(lines: ["job \(name) has not run yet; 'ferry start-job \(name)' starts it"])
    }
    return try waited(until: .resting)
  }

  private func waited(until goal: RunWatch.Goal) throws(Failure) -> Answer {
    let entry = try RunWatch(session: self, name: name, goal: goal).wait()
    return Answer(
      data: entry.json.text, lines: [ProgressText.summary(entry)],
      exit: goal != .paused && entry.failedCount > 0 ? .objectsFailed : .done)
  }

  private func change(
    _ update: JobUpdate, _ line: String, until goal: RunWatch.Goal
  ) throws(Failure) -> Answer {
    _ = try send(ControlRequest("PATCH", "jobs", name, body: update.json))
    guard invocation.isSet("wait") else { return Answer(lines: [line]) }
    return try waited(until: goal)
  }

  func listHistory() throws(Failure) -> Answer {
    var request = ControlRequest("GET", "jobs", name, "history")
    request.add("runtimeId", try whole("runtime-id", in: 1...Int64.max).map { String($0) })
    let (view, text) = try told(request, as: HistoryView.self)
    var table = TextTable([
      "Run", "Status", "Since", "By", "Trigger", "Total", "Copied", "Unchanged", "Failed",
      "StillFailing", "Size", "Message",
    ])
    for entry in view.entries {
      table.add([
        .init(entry.runtimeId), cell(ofStatus: entry.status),
        .init(LocalClock.text(entry.startTime)), .init(entry.by), .init(entry.trigger),
        .init(SizeText.count(entry.totalCount)), .init(SizeText.count(entry.copiedCount)),
        .init(SizeText.count(entry.skippedCount)),
        .init(SizeText.count(entry.failedCount), entry.failedCount > 0 ? .red : nil),
        .init(SizeText.count(entry.stillFailing), entry.stillFailing > 0 ? .red : nil),
        .init(entry.copiedSize < 0 ? "-" : SizeText.bytes(entry.copiedSize)),
        .init(entry.message),
      ])
    }
    let rest = view.truncated ? ["there are more: see one run with --runtime-id"] : []
    return Answer(
      data: text, lines: table.lines(colours: console.colours) + rest)
  }
}
