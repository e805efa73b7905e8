import Calendar
import Engine
import Migration
import SQLite

/// How a job stands in its table.
enum JobRow {
  static let columns = [
    "id", "name", "version", "source", "destination", "overwrite", "verify", "keeps_modified",
    "keeps_owner", "keeps_attributes", "converts_links", "file_mode", "folder_mode",
    "storage_class", "keeps_storage_class", "prefixes", "include_keys", "exclude_keys",
    "include_modified", "exclude_modified",
    "excludes_folders", "excludes_symlinks", "bits_per_second", "objects_per_second",
    "throttle_windows", "throttle_by_hand",
    "start_rule", "suspend_rule", "time_zone", "max_count", "catch_up", "catch_up_window_us",
    "overlap", "jitter_us", "not_before_us", "not_after_us", "min_interval_us", "max_run_time_us",
    "retry_auto", "retry_depth", "retry_first_us", "retry_longest_us", "keep_runs", "keep_days",
    "log_mode", "enabled", "tags", "origin", "parent", "parent_run", "root", "root_run", "depth",
    "automatic",
    "retired", "status", "run", "pause", "reason", "since_us",
    "last_run", "schedule_spent", "watermark_us", "queued_us", "turn", "ran_us", "note",
    "created_us", "modified_us",
  ]
  static let list = columns.joined(separator: ",") + ",checksum"
  static let replace =
    "INSERT INTO job(\(list)) VALUES (" + columns.map { _ in "?," }.joined() + "?) "
    + "ON CONFLICT(id) DO UPDATE SET "
    + (columns.dropFirst() + ["checksum"]).map { "\($0)=excluded.\($0)" }.joined(separator: ",")

  /// The row's values, the checksum last.
  static func values(_ job: Job) -> [SQLValue] {
    let what = job.definition
    let rule = what.schedule
    var values: [SQLValue] = [
      .integer(job.id.rawValue), .text(what.name.text), .text(job.version),
      .text(what.source.text), .text(what.destination.text), .text(what.overwrite.rawValue),
    ]
    values += copying(what.copying) + FilterColumns.values(what.filter)
    values += ThrottleColumns.values(what)
    values += [
      .text(rule.start?.text), .text(rule.suspend?.text), .text(rule.timeZone),
      .integer(rule.maxCount), .text(rule.catchUp.rawValue), .integer(rule.catchUpWindow),
      .text(rule.overlap.rawValue), .integer(rule.jitter), .integer(rule.notBefore?.microseconds),
      .integer(rule.notAfter?.microseconds), .integer(rule.minInterval),
      .integer(what.maxRunTime), flag(what.retry.isAutomatic),
      .integer(Int64(what.retry.maxDepth)), .integer(what.retry.firstWait),
      .integer(what.retry.longestWait), .integer(Int64(what.history.keepRuns)),
      .integer(Int64(what.history.keepDays)),
      .text(what.logMode.rawValue), flag(what.enabled), .text(what.tags),
      .text(job.origin.description),
    ]
    values += lineage(job.lineage)
    values += [
      flag(job.isRetired), .text(job.state.status.rawValue), .integer(job.state.run?.rawValue),
    ]
    values += pause(job.state)
    values += [
      .integer(job.stateSince.microseconds), .integer(job.lastRun?.rawValue),
      .integer(job.scheduleSpent), .integer(job.watermark.microseconds),
      .integer(job.queued?.microseconds), .integer(job.turn), .integer(job.ranFor),
      .text(job.note),
      .integer(job.created.microseconds), .integer(job.modified.microseconds),
    ]
    values.append(.integer(RowChecksum.of(values)))
    return values
  }

  /// Reads the current row of `SELECT list FROM job`.
  static func job(_ statement: borrowing Statement) throws(StoreFailure) -> Job {
    var row = try Row(
      statement, columns: columns.count, of: "job '\(statement.text(1))'")
    let id = JobID(rawValue: try row.integer())
    let name = try self.name(&row, "job")
    let version = try row.text()
    let source = try self.name(&row, "address")
    let destination = try self.name(&row, "address")
    guard let overwrite = OverwriteRule(rawValue: try row.text()) else { throw row.malformed() }
    var definition = JobDefinition(
      name: name, source: source, destination: destination, overwrite: overwrite,
      copying: try copying(&row), filter: try FilterColumns.filter(&row))
    try ThrottleColumns.read(&row, into: &definition)
    definition.schedule = try schedule(&row)
    definition.maxRunTime = try row.optionalInteger()
    definition.retry = RetryPolicy(
      isAutomatic: try row.flag(), maxDepth: try row.count(), firstWait: try row.integer(),
      longestWait: try row.integer())
    definition.history = HistoryPolicy(keepRuns: try row.count(), keepDays: try row.count())
    guard let logMode = LogMode(rawValue: try row.text()) else { throw row.malformed() }
    definition.logMode = logMode
    definition.enabled = try row.flag()
    definition.tags = try row.text()
    guard let origin = Origin(try row.text()) else { throw row.malformed() }
    let lineage = try self.lineage(&row)
    let retired = try row.flag()
    let state = try self.state(&row)
    return Job(
      id: id, version: version, definition: definition, origin: origin, lineage: lineage,
      isRetired: retired,
      state: state, stateSince: try row.instant(),
      lastRun: try row.optionalInteger().map(RunNumber.init), scheduleSpent: try row.integer(),
      watermark: try row.instant(), queued: try row.optionalInstant(),
      turn: try row.optionalInteger(), ranFor: try row.integer(), note: try row.text(),
      created: try row.instant(),
      modified: try row.instant())
  }

  private static func flag(_ value: Bool) -> SQLValue { .integer(value ? 1 : 0) }

  private static func name(_ row: inout Row, _ what: String) throws(StoreFailure) -> Name {
    let text = try row.text()
    do {
      return try Name(text, of: what)
    } catch {
      throw row.malformed()
    }
  }

  private static func schedule(_ row: inout Row) throws(StoreFailure) -> ScheduleRule {
    var schedule = ScheduleRule(start: try rule(&row), suspend: try rule(&row))
    schedule.timeZone = try row.text()
    schedule.maxCount = try row.optionalInteger()
    guard let catchUp = ScheduleRule.CatchUp(rawValue: try row.text()) else {
      throw row.malformed()
    }
    schedule.catchUp = catchUp
    schedule.catchUpWindow = try row.integer()
    guard let overlap = ScheduleRule.Overlap(rawValue: try row.text()) else {
      throw row.malformed()
    }
    schedule.overlap = overlap
    schedule.jitter = try row.integer()
    schedule.notBefore = try row.optionalInstant()
    schedule.notAfter = try row.optionalInstant()
    schedule.minInterval = try row.integer()
    return schedule
  }

  // MARK: - The rule of copying: verify, keeps_…, converts_links, file_mode, folder_mode,
  // storage_class, keeps_storage_class

  private static func copying(_ rule: CopyRule) -> [SQLValue] {
    [
      .text(rule.verify.rawValue), flag(rule.keepsModified), flag(rule.keepsOwner),
      flag(rule.keepsAttributes), flag(rule.convertsLinks),
      .integer(rule.fileMode.map { Int64($0) }), .integer(rule.folderMode.map { Int64($0) }),
      .text(rule.storageClass?.name), flag(rule.keepsStorageClass),
    ]
  }

  private static func copying(_ row: inout Row) throws(StoreFailure) -> CopyRule {
    var rule = CopyRule()
    guard let verify = CopyRule.Verify(rawValue: try row.text()) else { throw row.malformed() }
    rule.verify = verify
    rule.keepsModified = try row.flag()
    rule.keepsOwner = try row.flag()
    rule.keepsAttributes = try row.flag()
    rule.convertsLinks = try row.flag()
    rule.fileMode = try row.optionalInteger().map { UInt32(truncatingIfNeeded: $0) }
    rule.folderMode = try row.optionalInteger().map { UInt32(truncatingIfNeeded: $0) }
    rule.storageClass = try row.optionalText().flatMap { StorageClass($0) }
    rule.keepsStorageClass = try row.flag()
    return rule
  }

  private static func rule(_ row: inout Row) throws(StoreFailure) -> CronRule? {
    guard let text = try row.optionalText() else { return nil }
    do {
      return try CronRule(text)
    } catch {
      throw row.malformed()
    }
  }

  // MARK: - The family's columns: parent, parent_run, root, root_run, depth, automatic

  private static func lineage(_ lineage: Lineage?) -> [SQLValue] {
    guard let lineage else { return Array(repeating: .null, count: 6) }
    return [
      .integer(lineage.parent.rawValue), .integer(lineage.parentRun.rawValue),
      .integer(lineage.root.rawValue), .integer(lineage.rootRun.rawValue),
      .integer(Int64(lineage.depth)), flag(lineage.isAutomatic),
    ]
  }

  private static func lineage(_ row: inout Row) throws(StoreFailure) -> Lineage? {
    let parent = try row.optionalInteger()
    let parentRun = try row.optionalInteger()
    let root = try row.optionalInteger()
    let rootRun = try row.optionalInteger()
    let depth = try row.optionalInteger()
    let automatic = try row.optionalInteger()
    guard let parent else { return nil }
    guard let parentRun, let root, let rootRun, let depth, let automatic, depth > 0 else {
      throw row.malformed()
    }
    return Lineage(
      parent: JobID(rawValue: parent), parentRun: RunNumber(rawValue: parentRun),
      root: JobID(rawValue: root), rootRun: RunNumber(rawValue: rootRun), depth: Int(depth),
      isAutomatic: automatic != 0)
  }

  // MARK: - The state's columns: status, run, pause, reason

  private static func pause(_ state: JobState) -> [SQLValue] {
    switch state {
    case .suspended(_, .hand): [.text("hand"), .null]
    case .suspended(_, .schedule): [.text("schedule"), .null]
    case .suspended(_, .attention(let text)): [.text("attention"), .text(text)]
    case .interrupted(_, let reason): [.null, .text(reason)]
    case .closing(_, .cut): [.text("cut"), .null]
    case .begin, .launching, .preparing, .doing, .closing(_, .complete), .finished, .deleting:
      [.null, .null]
    }
  }

  private static func state(_ row: inout Row) throws(StoreFailure) -> JobState {
    guard let status = JobStatus(rawValue: try row.text()) else { throw row.malformed() }
    let number = try row.optionalInteger()
    let pause = try row.optionalText()
    let reason = try row.optionalText() ?? ""
    switch (status, number.map(RunNumber.init)) {
    case (.begin, nil): return .begin
    case (.deleting, nil): return .deleting
    case (.launching, let run?): return .launching(run)
    case (.preparing, let run?): return .preparing(run)
    case (.doing, let run?): return .doing(run)
    case (.closing, let run?): return .closing(run, pause == "cut" ? .cut : .complete)
    case (.finished, let run?): return .finished(run)
    case (.interrupted, let run?): return .interrupted(run, reason: reason)
    case (.suspended, let run?):
      switch pause {
      case "hand": return .suspended(run, .hand)
      case "schedule": return .suspended(run, .schedule)
      case "attention": return .suspended(run, .attention(reason))
      default: throw row.malformed()
      }
    case (_, _): throw row.malformed()
    }
  }
}
