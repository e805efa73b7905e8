import Calendar
import Engine
import Migration
import Platform
import Store
import Wire

extension Control {
  func jobs(_ query: JobListQuery) throws(Refusal) -> JobListView {
    let parent = try query.parentName.isEmpty ? nil : reader.job(named: query.parentName)
    let marker = try query.page.marker.isEmpty ? nil : Name(query.page.marker, of: "job")
    let limit = query.page.count
    return try reader.read { (store) throws(StoreFailure) in
      let rows =
        if let parent {
          try store.jobs(ofParent: parent.id, after: marker, limit: limit + 1).jobs
        } else {
          try store.jobs(after: marker, limit: limit + 1, all: query.all).jobs
        }
      let isCut = rows.count > limit
      let shown = rows.prefix(limit)
      var views: [JobView] = []
      for job in shown {
        var view = try store.view(of: job)
        view.progress = progress(of: job)
        view.limits = limits(of: job)
        views.append(view)
      }
      return JobListView(
        jobs: views, nextMarker: isCut ? shown.last?.definition.name.text ?? "" : "",
        truncated: isCut)
    }
  }

  func job(_ nameOrVersion: String, byVersion: Bool) throws(Refusal) -> JobView {
    let job = try byVersion ? reader.job(version: nameOrVersion) : reader.job(named: nameOrVersion)
    return try reader.read { (store) throws(StoreFailure) in
      var view = try store.view(of: job)
      view.progress = progress(of: job)
      view.limits = limits(of: job)
      view.slots = try store.slotCounts(of: job.id)
      view.subJobs = try store.descendants(of: job)
      guard let number = job.lastRun, let run = try store.run(number, of: job.id),
        run.ended != nil
      else { return view }
      view.failedCount = run.counts.failed
      view.stillFailing = run.remainder?.failing
      return view
    }
  }

  /// How far a job's run is; nil if none goes on.
  private func progress(of job: Job) -> RunningView? {
    guard job.state.isUnderWay else { return nil }
    return board.progress(of: job.id).map { RunningView(job, $0) }
  }

  /// A job's limits at this time of day; nil if they are the same all day.
  private func limits(of job: Job) -> Throttle? {
    let what = job.definition
    guard !what.windows.isEmpty else { return nil }
    // Without the zone the plain limits hold.
    return what.limits(at: WallClock.now(), in: try? zones.rules(named: what.schedule.timeZone))
  }
}

extension JobDatabase {
  /// Sub-jobs that a view of one job tells at most.
  private static let mostDescendants = 100

  /// The job as clients see it, with the names of its family.
  func view(of job: Job) throws(StoreFailure) -> JobView {
    guard let lineage = job.lineage else { return JobView(job, next: try nextStart(of: job)) }
    var view = JobView(job, next: nil)
    let parent = try self.job(lineage.parent)
    let root = lineage.root == lineage.parent ? parent : try self.job(lineage.root)
    view.parentName = parent?.definition.name.text ?? ""
    view.parentVersion = parent?.version ?? ""
    view.lineage = LineageView(
      parentRuntimeId: lineage.parentRun.description,
      rootName: root?.definition.name.text ?? "", depth: Int64(lineage.depth),
      isAutomatic: lineage.isAutomatic)
    return view
  }

  /// The sub-jobs below a job, each after its parent; of very many the newest.
  func descendants(of job: Job) throws(StoreFailure) -> [FamilyMember] {
    let root = job.lineage?.root ?? job.id
    let family = try family(
      of: root, run: job.lineage?.rootRun, limit: Self.mostDescendants
    ).jobs
    var children: [JobID: [Job]] = [:]
    // The list is the newest first: taken from the end of a stack, the oldest comes first.
    for member in family {
      guard let lineage = member.lineage else { continue }
      children[lineage.parent, default: []].append(member)
    }
    var names = [job.id: job.definition.name.text]
    var members: [FamilyMember] = []
    var open = children[job.id] ?? []
    while let next = open.popLast() {
      names[next.id] = next.definition.name.text
      members.append(try member(next, names))
      open += children[next.id] ?? []
    }
    return members
  }

  private func member(
    _ job: Job, _ names: [JobID: String]
  ) throws(StoreFailure) -> FamilyMember {
    var member = FamilyMember(
      name: job.definition.name.text, version: job.version, status: job.state.status.rawValue,
      runtimeId: job.lastRun?.description ?? "", createTime: job.created)
    if let lineage = job.lineage {
      member.parentName = names[lineage.parent] ?? ""
      member.parentRuntimeId = lineage.parentRun.description
      member.depth = Int64(lineage.depth)
      member.isAutomatic = lineage.isAutomatic
    }
    if let number = job.lastRun, let run = try run(number, of: job.id), run.ended != nil {
      member.failedCount = run.counts.failed
      member.stillFailing = run.remainder?.failing ?? -1
    }
    return member
  }
}
