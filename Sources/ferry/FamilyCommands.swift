import Migration
import Wire

/// The verbs about retries, and what views tell of a job's family.
extension Session {
  func retryJob() throws(Failure) -> Answer {
    let starts = !invocation.isSet("no-start")
    guard starts || !invocation.isSet("wait") else {
      throw Failure.usage(UsageError("'--wait' waits for nothing with '--no-start'"))
    }
    let request = RetryRequest(accessSecret: try secret() ?? "", starts: starts)
    let (view, text) = try told(
      ControlRequest("POST", "jobs", name, "retry", body: request.json), as: RetriedJobView.self)
    guard invocation.isSet("wait") else {
      return Answer(data: text, lines: lines(about: view, starts: starts))
    }
    let entry = try RunWatch(session: self, name: view.retry, goal: .finished).wait()
    return Answer(
      data: text, lines: [ProgressText.summary(entry)],
      exit: entry.failedCount > 0 ? .objectsFailed : .done)
  }

  private func lines(about view: RetriedJobView, starts: Bool) -> [String] {
    let root = view.root == view.waits ? "" : ", of the family of \(view.root)"
    return [
      "sub-job \(view.retry) takes what of job \(view.waits) still fails\(root)",
      starts
        ? "it is started; 'ferry get-job-status \(view.retry)' tells how it stands"
        : "'ferry start-job \(view.retry)' starts it",
    ]
  }

  func getJobStatus() throws(Failure) -> Answer {
    let result = try ask(ControlRequest("GET", "jobs", name, "result"), for: JobResultView.self)
    let view = JobStatusView(result)
    let counts = result.counts
    var rows: [(String, TextTable.Cell)] = [
      ("Status", .init(view.status, colour(of: view.status))),
      ("Run", .init(result.runtimeId)),
      ("Objects", .init("\(SizeText.count(counts.copied)) of \(SizeText.count(counts.total))")),
      (
        "Size",
        .init("\(SizeText.bytes(counts.copiedBytes)) of \(SizeText.bytes(counts.totalBytes))")
      ),
      ("Unchanged", .init(SizeText.count(counts.skipped))),
      ("Failed", .init(SizeText.count(counts.failed), counts.failed > 0 ? .red : nil)),
    ]
    if result.stillFailing >= 0, counts.failed > 0 || result.stillFailing > 0 {
      rows.append(("StillFailing", .init(stillFailing(result))))
    }
    rows.append(("Retry", .init(retryText(result))))
    return Answer(data: view.json.text, lines: TextTable.list(rows, colours: console.colours))
  }

  private func stillFailing(_ result: JobResultView) -> String {
    let reasons = result.reasons.sorted {
      ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue)
    }.map { "\(SizeText.count($0.value)) \($0.key.rawValue)" }.joined(separator: ", ")
    return SizeText.count(result.stillFailing) + (reasons.isEmpty ? "" : ": \(reasons)")
  }

  private func retryText(_ result: JobResultView) -> String {
    switch result.readyRetry {
    case .noNeed where result.stillFailing > 0: "of no use: 'ferry failed \(name)' tells why"
    case .noNeed: "not needed"
    case .ready: "possible: 'ferry retry-job \(name)'"
    case .notReady:
      if !result.retryJob.isEmpty {
        "\(result.retryJob) is at work"
      } else if result.stillFailing >= 0 {
        "not possible: 'ferry failed \(name)' tells why"
      } else {
        "not before the run has ended"
      }
    }
  }

  private func colour(of status: String) -> Colour? {
    switch status {
    case "succeed": .green
    case "failed", "interrupted": .red
    case "created": nil
    default: .yellow
    }
  }

  /// Rows about a job's place in its family, its failures and its policies.
  func familyRows(of job: JobView) -> [(String, TextTable.Cell)] {
    var rows: [(String, TextTable.Cell)] = []
    func add(_ name: String, _ text: String, _ colour: Colour? = nil) {
      rows.append((name, .init(text, colour)))
    }
    if let place = job.lineage {
      add("Parent", "\(job.parentName), run \(place.parentRuntimeId)")
      add("Root", place.rootName)
      add("Depth", "\(place.depth)" + (place.isAutomatic ? ", made automatically" : ""))
      add("Schedule", "none of its own; it runs when the rules of \(place.rootName) let it")
    }
    if let failed = job.failedCount, failed > 0 {
      let left = job.stillFailing.map { ", \(SizeText.count($0)) still fail" } ?? ""
      add("Failed", SizeText.count(failed) + left, job.stillFailing == 0 ? nil : .red)
    }
    if let isAutomatic = job.retry.isAutomatic {
      add("Retry", isAutomatic ? policyText(job.retry) : "by hand only")
    }
    if let runs = job.history.keepRuns, let days = job.history.keepDays {
      add("History", "\(SizeText.count(Int64(runs))) runs, \(SizeText.count(Int64(days))) days")
    }
    return rows
  }

  private func policyText(_ knobs: RetryKnobs) -> String {
    let policy = knobs.turning(RetryPolicy())
    return "automatic, \(policy.maxDepth) at most, after \(policy.waitsText)"
  }

  /// The sub-jobs below a job as an indented table; no line if there are none.
  func tree(below job: JobView) -> [String] {
    guard let members = job.subJobs, !members.isEmpty else { return [] }
    let top = job.lineage?.depth ?? 0
    var table = TextTable(["SubJob", "Status", "OfRun", "Run", "Failed", "StillFailing", "Created"])
    for member in members {
      let indent = String(repeating: "  ", count: max(0, Int(clamping: member.depth - top - 1)))
      table.add([
        .init(indent + member.name), cell(ofStatus: member.status), .init(member.parentRuntimeId),
        .init(member.runtimeId.isEmpty ? "-" : member.runtimeId),
        .init(SizeText.count(member.failedCount), member.failedCount > 0 ? .red : nil),
        .init(SizeText.count(member.stillFailing), member.stillFailing > 0 ? .red : nil),
        .init(LocalClock.text(member.createTime)),
      ])
    }
    return [""] + table.lines(colours: console.colours)
  }
}
