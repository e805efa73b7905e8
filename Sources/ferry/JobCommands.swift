import Migration
import Wire

/// The verbs that define, show and delete jobs.
extension Session {
  func createJob() throws(Failure) -> Answer {
    let request = try jobRequest()
    let (view, text) = try told(
      ControlRequest("POST", "jobs", body: request.json), as: CreatedJobView.self)
    var line = "job \(view.name) is made"
    if !request.parentVersion.isEmpty {
      line += " as a sub-job; 'ferry start-job \(view.name)' starts it"
    } else if request.schedule.start.isEmpty {
      line += "; 'ferry start-job \(view.name)' starts it"
    }
    for warning in view.warnings { console.warn("warning: \(warning)") }
    return Answer(data: text, lines: [line])
  }

  private func jobRequest() throws(Failure) -> JobRequest {
    var request = JobRequest(
      name: name, source: invocation.value("src-address") ?? "",
      destination: invocation.value("dest-address") ?? "", overwrite: try overwriteRule())
    request.throttle = ThrottleKnobs(
      bitsPerSecond: try bandwidth("max-bandwidth"),
      objectsPerSecond: try whole("max-qps", in: 0...Int64.max))
    request.windows = try flags(invocation.throttleWindows)
    request.logMode = try word("log-mode")
    request.schedule = ScheduleShape(
      start: invocation.value("start-cron-expression") ?? "",
      suspend: invocation.value("suspend-cron-expression") ?? "",
      maxScheduleCount: try whole("max-schedule-count", in: 1...1_000_000_000),
      knobs: try knobs())
    request.maxRunTime = try duration("max-run-time").flatMap { $0 == 0 ? nil : $0 }
    request.tags = invocation.value("tags") ?? ""
    request.parentVersion = invocation.value("parent-version") ?? ""
    request.retry = try flags(invocation.retryKnobs)
    request.history = try flags(invocation.historyKnobs)
    request.timeZone = invocation.value("time-zone") ?? ""
    request.filter = try flags(invocation.filterKnobs)
    request.copying = try flags(invocation.copyKnobs)
    return request
  }

  func getJob() throws(Failure) -> Answer {
    var request = ControlRequest("GET", "jobs", name)
    if invocation.isSet("by-version") { request.add("byVersion", "true") }
    let (view, text) = try told(request, as: JobView.self)
    return Answer(
      data: text,
      lines: TextTable.list(rows(of: view), colours: console.colours) + tree(below: view))
  }

  private func rows(of job: JobView) -> [(String, TextTable.Cell)] {
    var rows: [(String, TextTable.Cell)] = [
      ("Name", .init(job.name)), ("Status", cell(ofStatus: job.status)),
      ("Source", .init(job.source)), ("Destination", .init(job.destination)),
      ("Overwrite", .init("\(job.overwriteMode) \(job.transferMode)")),
      ("Run", .init(job.runtimeId.isEmpty ? "-" : job.runtimeId)),
    ]
    if let progress = job.progress {
      rows.append(("Progress", .init(ProgressText.short(progress))))
    }
    if !job.attention.isEmpty { rows.append(("Attention", .init(job.attention, .red))) }
    if !job.schedule.start.isEmpty { rows.append(("Start", .init(job.schedule.start))) }
    if !job.schedule.suspend.isEmpty { rows.append(("Suspend", .init(job.schedule.suspend))) }
    if job.schedule != ScheduleShape() {
      rows.append(("TimeZone", .init(job.timeZone)))
      rows.append(("NextStart", .init(job.enabled ? LocalClock.text(job.nextStart) : "disabled")))
      rows += scheduleRows(of: job)
      if let most = job.schedule.maxScheduleCount {
        rows.append(("Scheduled", .init("\(job.scheduleSpent) of \(most) runs")))
      }
    }
    if !job.note.isEmpty { rows.append(("Note", .init(job.note))) }
    if job.logMode != LogMode.off.rawValue { rows.append(("LogMode", .init(job.logMode))) }
    if !job.maxRunTime.isEmpty { rows.append(("MaxRunTime", .init(job.maxRunTime))) }
    rows += limitRows(of: job)
    rows += Self.rows(of: job.filter)
    rows += Self.rows(of: job.copying)
    rows += familyRows(of: job)
    if !job.tags.isEmpty { rows.append(("Tags", .init(job.tags))) }
    return rows + [
      ("Created", .init(LocalClock.text(job.createTime))),
      ("Modified", .init(LocalClock.text(job.modifyTime))), ("Origin", .init(job.origin)),
      ("Owner", .init(job.owner)), ("Version", .init(job.version)),
    ]
  }

  /// What is not as usual.
  private static func rows(of copying: CopyKnobs) -> [(String, TextTable.Cell)] {
    var rows: [(String, TextTable.Cell)] = []
    func add(_ name: String, _ text: String) { rows.append((name, .init(text))) }
    if copying.keepsModified == false { add("KeepTimes", "no") }
    if let verify = copying.verify, verify != CopyRule().verify { add("Verify", verify.rawValue) }
    if copying.keepsOwner == true { add("PreserveOwner", "yes") }
    if copying.keepsAttributes == true { add("PreserveXattrs", "yes") }
    if copying.convertsLinks == true { add("ConvertLinks", "yes") }
    if let text = copying.fileMode?.text, !text.isEmpty { add("FileMode", text) }
    if let text = copying.folderMode?.text, !text.isEmpty { add("DirectoryMode", text) }
    if let text = copying.storageClass?.text, !text.isEmpty { add("StorageClass", text) }
    if copying.keepsStorageClass == true { add("KeepStorageClass", "yes") }
    return rows
  }

  private static func rows(of filter: FilterKnobs) -> [(String, TextTable.Cell)] {
    var rows: [(String, TextTable.Cell)] = []
    func add(_ name: String, _ entries: [String]) {
      for entry in entries { rows.append((name, .init(entry))) }
    }
    func texts(_ ranges: [TimeRangeText]?) -> [String] {
      (ranges ?? []).map { range in
        [range.start, range.end].map { $0.isEmpty ? "" : LocalClock.text(ISOTime.instant($0)) }
          .joined(separator: " > ")
      }
    }
    add("Prefixes", (filter.prefixes ?? []).map(\.description))
    add("IncludeKeys", filter.includeKeys ?? [])
    add("ExcludeKeys", filter.excludeKeys ?? [])
    add("IncludeModified", texts(filter.includeModified))
    add("ExcludeModified", texts(filter.excludeModified))
    if filter.excludesFolders == true { add("ExcludeDir", ["yes"]) }
    if filter.excludesSymlinks == true { add("ExcludeSymlink", ["yes"]) }
    return rows
  }

  func listJobs() throws(Failure) -> Answer {
    let view = try jobList()
    var table = TextTable([
      "CreateTime", "Name", "Version", "Status", "SrcAddress", "DestAddress", "ParentVersion",
      "Progress",
    ])
    for job in view.jobs {
      table.add([
        .init(LocalClock.text(job.createTime)), .init(job.name), .init(job.version),
        cell(ofStatus: job.status), .init(job.source), .init(job.destination),
        .init(job.parentVersion.isEmpty ? "-" : job.parentVersion),
        .init(job.progress.map { ProgressText.short($0) } ?? "-"),
      ])
    }
    return Answer(
      data: JSONValue.array(view.jobs.map(\.json)).text,
      lines: table.lines(colours: console.colours) + more(view.truncated, view.nextMarker))
  }

  /// A page of the jobs; of the sub-jobs of one job, all of them.
  private func jobList() throws(Failure) -> JobListView {
    guard let parent = invocation.value("parent-name"), !parent.isEmpty else {
      var request = try page("jobs")
      if invocation.isSet("all") { request.add("all", "true") }
      return try ask(request, for: JobListView.self)
    }
    var list = JobListView(jobs: [])
    repeat {
      var request = ControlRequest("GET", "jobs")
      request.add("parentName", parent)
      if !list.nextMarker.isEmpty { request.add("marker", list.nextMarker) }
      let next = try ask(request, for: JobListView.self)
      list.jobs += next.jobs
      list.nextMarker = next.nextMarker
    } while !list.nextMarker.isEmpty
    return list
  }

  func deleteJob() throws(Failure) -> Answer {
    try confirmDeletion(of: "job")
    var request = ControlRequest("DELETE", "jobs", name)
    if invocation.isSet("cascade-delete") { request.add("cascadeDelete", "true") }
    let response = try send(request)
    return Answer(status: response.status, lines: ["job \(name) is deleted"])
  }

  func updateQos() throws(Failure) -> Answer {
    let update = JobUpdate.throttle(
      bitsPerSecond: try bandwidth("max-bandwidth"),
      objectsPerSecond: try whole("max-qps", in: 0...Int64.max),
      keepsWindows: invocation.isSet("keep-windows"))
    _ = try send(ControlRequest("PATCH", "jobs", name, body: update.json))
    return Answer(lines: ["the limits of job \(name) are changed"])
  }
}
