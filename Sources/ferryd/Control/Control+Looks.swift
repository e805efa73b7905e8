import Calendar
import Engine
import Glibc
import Migration
import Platform
import Server
import Store
import Wire

extension Control {
  func history(_ query: HistoryQuery) throws(Refusal) -> HistoryView {
    let job = try reader.job(named: query.jobName)
    let marker = Int64(query.page.marker)
    guard query.page.marker.isEmpty || marker != nil else {
      throw Refusal(.invalidArgument, "marker: '\(query.page.marker.prefix(60))' is no CommitId")
    }
    let run = query.run.map(RunNumber.init)
    let commits = try reader.read { (store) throws(StoreFailure) in
      try store.commits(of: job.id, run: run, before: marker, limit: query.page.count + 1)
    }
    if commits.isEmpty, let run, marker == nil {
      throw Refusal(.noSuchRun, "job '\(job.definition.name)' has no run \(run)")
    }
    let isCut = commits.count > query.page.count
    let shown = commits.prefix(query.page.count)
    let live = board.progress(of: job.id)
    let failing = try stillFailing(shown, of: job)
    return HistoryView(
      entries: shown.map { commit in
        var entry = HistoryEntry(commit, of: job, live: live)
        if commit.status == .finished { entry.stillFailing = failing[commit.run] ?? -1 }
        return entry
      },
      nextMarker: isCut ? shown.last.map { String($0.number) } ?? "" : "", truncated: isCut)
  }

  /// What of the finished runs of a page still fails.
  private func stillFailing(
    _ commits: ArraySlice<RunCommit>, of job: Job
  ) throws(Refusal) -> [RunNumber: Int64] {
    let runs = Set(commits.filter { $0.status == .finished }.map(\.run))
    return try reader.read { (store) throws(StoreFailure) in
      var failing: [RunNumber: Int64] = [:]
      for run in runs { failing[run] = try store.run(run, of: job.id)?.remainder?.failing }
      return failing
    }
  }

  func next(ofJobNamed name: String, count: Int) throws(Refusal) -> NextView {
    let job = try reader.job(named: name)
    let rule = job.definition.schedule
    var view = NextView(jobName: name, timeZone: rule.timeZone)
    view.why =
      try job.lineage.map { (lineage) throws(Refusal) in
        try whyNoOwn(rootOf: lineage)
      } ?? whyNone(job)
    guard view.why.isEmpty else { return view }
    let zone: ZoneRules
    do {
      zone = try zones.rules(named: rule.timeZone)
    } catch {
      view.why = "\(error)"
      return view
    }
    let now = WallClock.now()
    guard let preview = RulesPreview(of: job, zone: zone) else { return view }
    // A run that the suspend rule has paused goes on at no cost.
    let free: Int64 = job.state.isPausedBySchedule ? 1 : 0
    let limit = rule.maxCount.map { max(1, $0 - job.scheduleSpent + free) }
    view.next = preview.instants(after: now, count: count, limit: limit ?? .max)
    view.warnings = preview.warnings(after: now)
    if !view.next.contains(where: { $0.rule == "start" }) { view.next = [] }
    if view.next.isEmpty {
      let end = rule.notAfter.map { ": NotAfter is \(zone.text(of: $0))" } ?? ""
      view.why = "its start rule never fires again" + end
    }
    return view
  }

  private func whyNoOwn(rootOf lineage: Lineage) throws(Refusal) -> String {
    let root = try reader.read { (store) throws(StoreFailure) in try store.job(lineage.root) }
    let name = root.map { " '\($0.definition.name)'" } ?? ""
    return "a sub-job has no schedule of its own; it runs when the rules of its root job\(name) "
      + "let it"
  }

  private func whyNone(_ job: Job) -> String {
    if job.isRetired { return "its file is gone (\(job.origin)): it is retired" }
    if job.definition.schedule.start == nil { return "no start rule" }
    if !job.definition.enabled {
      return job.note.isEmpty ? "disabled" : "disabled: \(job.note)"
    }
    if !job.schedules, let count = job.definition.schedule.maxCount {
      return "schedule exhausted (\(job.scheduleSpent) of \(count))"
    }
    return ""
  }

  func status() throws(Refusal) -> StatusView {
    let board = board
    var view = StatusView(
      version: Release.version, startTime: started, state: "running", pid: Int64(getpid()))
    try reader.read { (store) throws(StoreFailure) in
      view.addresses = Int64(try store.addressCount())
      view.jobs = Int64(try store.jobCount())
      view.slots = try store.slotCounts(of: nil)
      let (jobs, damage) = try store.jobsToReport()
      view.attention = damage.map { AttentionView(jobName: "state", message: $0.message) }
      for job in jobs {
        let name = job.definition.name.text
        if let why = job.state.attention {
          view.attention.append(AttentionView(jobName: name, message: why))
        } else if job.state.status == .launching {
          view.waiting += 1
        } else {
          view.running.append(RunningView(job, board.progress(of: job.id) ?? RunCounts()))
        }
      }
      if !condition.text.isEmpty {
        view.attention.insert(AttentionView(jobName: "state", message: condition.text), at: 0)
      }
      if let next = try store.nextStart(), let job = try store.job(next.job) {
        view.nextStart = UpcomingView(jobName: job.definition.name.text, utc: next.at)
      }
    }
    return view
  }
}
