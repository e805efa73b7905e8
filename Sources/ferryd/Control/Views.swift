import Calendar
import Migration
import Store
import Wire

extension AddressView {
  /// The address as clients see it.
  init(_ address: Address) {
    let result = address.verification
    self.init(
      name: address.name.text, version: address.version, createTime: address.created,
      modifyTime: address.modified, verifyTime: result?.at, tags: address.tags,
      status: result.map { $0.problem == nil ? "available" : "unavailable" } ?? "notVerify",
      verifyResult: VerifyResult(
        httpCode: result.map { $0.problem == nil ? "200" : "400" } ?? "-1",
        errorCode: result?.problem?.code ?? "", errorMessage: result?.problem?.message ?? ""),
      detail: AddressShape(address.location), origin: address.origin.description)
    detail.requiresMount = address.requiresMount
    detail.mount = address.mount ?? ""
  }
}

extension AddressShape {
  /// The place as clients see it.
  fileprivate init(_ location: Address.Location) {
    switch location {
    case .local(let path): self.init(type: "local", prefix: path.text)
    case .inventory(let place):
      self.init(
        type: "inv", prefix: place.data.text, dataType: "local", inventoryLocation: "local",
        inventoryPath: place.manifest.text)
    case .bucket(let place):
      self.init(
        type: place.kind.word, prefix: place.prefix,
        bucket: BucketShape(
          bucket: place.bucket, region: place.region, domain: place.domain,
          isPathStyle: place.isPathStyle, accessID: place.access?.id ?? "",
          secretFrom: place.access?.secret.text ?? "",
          authorityFile: place.authority?.text ?? ""))
    }
  }
}

extension CreatedJobView {
  /// The answer to a job's creation.
  init(_ job: Job, warnings: [String]) {
    self.init(
      name: job.definition.name.text, version: job.version, createTime: job.created,
      status: job.state.status.rawValue, source: job.definition.source.text,
      destination: job.definition.destination.text, warnings: warnings)
  }
}

extension JobView {
  /// The job as clients see it.
  init(_ job: Job, next: Instant?) {
    let what = job.definition
    self.init(
      name: what.name.text, version: job.version, source: what.source.text,
      destination: what.destination.text, status: job.state.status.rawValue,
      createTime: job.created, modifyTime: job.modified,
      overwriteMode: what.overwrite.overwriteMode, transferMode: what.overwrite.transferMode,
      copying: CopyKnobs(what.copying), tags: what.tags, throttle: what.throttle,
      schedule: job.lineage == nil ? ScheduleShape(what.schedule) : ScheduleShape(),
      filter: FilterKnobs(what.filter),
      origin: job.origin.description, timeZone: what.schedule.timeZone, enabled: what.enabled,
      nextStart: next, attention: job.state.attention ?? "",
      runtimeId: job.lastRun?.description ?? "", scheduleSpent: job.scheduleSpent,
      maxRunTime: what.maxRunTime.map { DurationText.text(microseconds: $0) } ?? "",
      note: job.note, queued: job.queued)
    retry = RetryKnobs(what.retry)
    history = HistoryKnobs(what.history)
    logMode = what.logMode.rawValue
    (windows, throttleIsByHand) = (what.windows, what.throttleIsByHand)
  }
}

extension ScheduleShape {
  /// The rules as clients see them; those that a sub-job has are its root's and are not shown.
  init(_ rule: ScheduleRule) {
    self.init(
      start: rule.start?.text ?? "", suspend: rule.suspend?.text ?? "",
      maxScheduleCount: rule.maxCount, knobs: ScheduleKnobs(rule))
  }
}

extension ScheduleKnobs {
  /// What a schedule says beyond its rules; nothing if there is no start rule.
  init(_ rule: ScheduleRule) {
    self.init()
    guard rule.start != nil else { return }
    (catchUp, catchUpWindow, overlap) = (rule.catchUp, rule.catchUpWindow, rule.overlap)
    (jitter, minInterval) = (rule.jitter, rule.minInterval)
    notBefore = rule.notBefore.map { ISOTime.text($0) }
    notAfter = rule.notAfter.map { ISOTime.text($0) }
  }
}

extension RunningView {
  /// A run that goes on, with its figures as they stand now.
  init(_ job: Job, _ counts: RunCounts) {
    self.init(
      jobName: job.definition.name.text, runtimeId: job.state.run?.description ?? "",
      status: job.state.status.rawValue, totalCount: counts.total, copiedCount: counts.copied,
      failedCount: counts.failed, copiedSize: counts.copiedBytes)
  }
}

extension HistoryEntry {
  /// A status change as clients see it.
  ///
  /// - Parameter live: The figures of the run that goes on, shown with its current status.
  init(_ commit: RunCommit, of job: Job, live: RunCounts?) {
    let isCurrent = commit.ended == nil && job.state.run == commit.run
    let counts = isCurrent ? live ?? commit.counts : commit.counts
    self.init(
      name: job.definition.name.text, jobVersion: job.version, runtimeId: commit.run.description,
      commitId: String(commit.number), status: commit.status.rawValue,
      startTime: commit.started, endTime: commit.ended, by: commit.cause.rawValue,
      runtimeState: commit.status == .interrupted ? "Interrupt" : "Normal",
      message: commit.message, listStatus: counts?.listed == true ? "Finished" : "Listing",
      totalCount: counts?.total ?? -1, totalSize: counts?.totalBytes ?? -1,
      copiedCount: counts?.copied ?? -1, copiedSize: counts?.copiedBytes ?? -1,
      skippedCount: counts?.skipped ?? -1, skippedSize: counts?.skippedBytes ?? -1,
      failedCount: counts?.failed ?? -1, trigger: commit.trigger.rawValue, slot: commit.slot)
  }
}
