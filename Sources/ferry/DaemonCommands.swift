import Wire

/// The verbs about the daemon itself.
extension Session {
  func reload() throws(Failure) -> Answer {
    let (view, text) = try told(ControlRequest("POST", "reload"), as: ReloadView.self)
    if !isJSON { for warning in view.warnings { console.warn("warning: \(warning)") } }
    let changes = view.changes.map { change in
      TerminalText.safe("\(change.kind) \(change.name): \(change.change)")
    }
    return Answer(
      data: text,
      lines: changes + ["reloaded: \(TerminalText.safe(view.summary))"])
  }

  func status() throws(Failure) -> Answer {
    let maxAge = try duration("max-age")
    if invocation.isSet("check") { return try check(maxAge) }
    guard maxAge == nil else {
      throw Failure.usage(UsageError("'--max-age' goes with '--check'"))
    }
    let (view, text) = try told(ControlRequest("GET", "status"), as: StatusView.self)
    var rows: [(String, TextTable.Cell)] = [
      ("Daemon", .init("\(view.state), version \(view.version)", StatusText.colour(view.state))),
      ("Since", .init("\(LocalClock.text(view.startTime)), process \(view.pid)")),
      ("Addresses", .init(SizeText.count(view.addresses))),
      ("Jobs", .init(SizeText.count(view.jobs))),
    ]
    if view.waiting > 0 { rows.append(("Waiting", .init("\(view.waiting) to be started"))) }
    if let next = view.nextStart {
      rows.append(("NextStart", .init("\(LocalClock.text(next.utc)) \(next.jobName)")))
    }
    for job in view.attention {
      rows.append(("Attention", .init("\(job.jobName): \(job.message)", .red)))
    }
    var lines = TextTable.list(rows, colours: console.colours)
    if view.running.isEmpty { return Answer(data: text, lines: lines) }
    var table = TextTable(["Job", "Run", "Status", "Copied", "Total", "Failed", "Size"])
    for run in view.running {
      table.add([
        .init(run.jobName), .init(run.runtimeId), cell(ofStatus: run.status),
        .init(SizeText.count(run.copiedCount)), .init(SizeText.count(run.totalCount)),
        .init(SizeText.count(run.failedCount), run.failedCount > 0 ? .red : nil),
        .init(SizeText.bytes(run.copiedSize)),
      ])
    }
    lines += [""] + table.lines(colours: console.colours)
    return Answer(data: text, lines: lines)
  }
}
