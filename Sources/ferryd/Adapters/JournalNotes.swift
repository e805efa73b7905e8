import Calendar
import Engine
import Migration
import Platform
import Wire

/// Makes sentences and journal fields of the engine's notes.
final class JournalNotes: NotePort {
  let log: Log
  private let nameOf: (JobID) -> Name?
  /// The job that the current note came of.
  private var job: Job?

  /// Notes to a log; the closure tells the name of a sub-job's root, nil if that cannot be told.
  init(_ log: Log, nameOf: @escaping (JobID) -> Name?) {
    self.log = log
    self.nameOf = nameOf
  }

  func note(_ note: EngineNote, of job: Job?) {
    self.job = job
    tell(note)
    self.job = nil
  }

  private func tell(_ note: EngineNote) {
    switch note {
    case .status(let job, let run, let from, let to, let message):
      status(job, run, from, to, message)
    case .opened(let job, let run, let trigger, let slot):
      let when = slot.map { ", slot \(ISOTime.text($0))" } ?? ""
      line(.info, "job \(job): run \(run) opened (\(trigger.rawValue)\(when))", .runOpened, job) {
        [LogField("FERRY_RUN_ID", run.rawValue), LogField("FERRY_TRIGGER", trigger.rawValue)]
          + (slot.map { [LogField("FERRY_SLOT", ISOTime.text($0))] } ?? [])
      }
    case .ended(let job, let run, let counts): ended(job, run, counts)
    case .skipped(let job, let stretch):
      skipped(
        job, stretch,
        "skipped (\(stretch.reason.rawValue)); further ones are counted", .skipped)
    case .skippedInAll(let job, let stretch):
      skipped(
        job, stretch, "were skipped in all (\(stretch.reason.rawValue))", .skippedInAll)
    case .queued(let job, let slot):
      line(
        .info, "job \(job): slot \(ISOTime.text(slot)) waits for the end of the run",
        .queued, job
      ) { [LogField("FERRY_SLOT", ISOTime.text(slot))] }
    case .resumed(let job, let run, let slot):
      line(.info, "job \(job): run \(run) goes on, slot \(ISOTime.text(slot))", .resumed, job) {
        [LogField("FERRY_RUN_ID", run.rawValue), LogField("FERRY_SLOT", ISOTime.text(slot))]
      }
    case .exhausted(let job, let runs):
      line(
        .notice,
        "job \(job): its schedule has opened all of its \(runs) runs; start-job still works",
        .exhausted, job)
    case .zoneMissing(let job, let zone):
      log.writeOnce(
        .warning, .zoneMissing,
        "job \(job): there is no time zone '\(zone)' on this machine, so its schedule "
          + "rests; install tzdata or name another zone",
        subject: job.text, reason: zone, fields: about(job) + [LogField("FERRY_ZONE", zone)])
    case .zoneChanged(let zone, let jobs):
      log.tell(
        .notice, .zoneChanged,
        "time zone \(zone) has new data: what is to come is computed again "
          + "(\(jobs) \(jobs == 1 ? "job" : "jobs"))",
        fields: [LogField("FERRY_ZONE", zone)])
    case .clockStepped(let now):
      log.tell(.notice, .clockStepped, "the clock was set: it is \(ISOTime.text(now)) now")
    case .slotsComeAgain(let job, let last, let now):
      line(
        .warning,
        "job \(job): the clock shows \(ISOTime.text(now)), but its slots up to "
          + "\(ISOTime.text(last)) are on record already; those that come again run, unless they "
          + "have run, and none up to there is made up for", .slotsComeAgain, job
      ) { [LogField("FERRY_SLOT", ISOTime.text(last))] }
    case .storeFailed(let failure):
      log.writeOnce(
        .error, .storeFailed, "the state cannot be written: \(failure); trying again",
        reason: failure.message,
        fields: [
          LogField("FERRY_REASON", failure.message),
          LogField("FERRY_ERROR_CODE", failure.kind.word),
        ])
    case .storeRecovered:
      log.endRepeated(.storeFailed)
      log.tell(.notice, .storeRecovered, "the state can be written again")
    case .spaceShort, .spaceBack: space(note)
    case .adopted(let what, let name, let how):
      log.tell(
        .info, .adopted, "\(what) \(name): \(how) by its file",
        fields: what == "job" ? [LogField("FERRY_JOB", name.text)] : [])
    case .edited(let job, let how):
      line(.notice, "job \(job): \(how) by request", .edited, job)
    case .retryPlanned, .retryMade, .retryDropped, .chainEnded: retry(note)
    case .pruned(let job, let runs):
      line(
        .debug, "job \(job): \(runs) old run\(runs == 1 ? "" : "s") removed, as [History] says",
        .pruned, job)
    case .removed(let job):
      log.endRepeated(subject: job.text)
      line(.notice, "job \(job): removed with its history", .removed, job)
    }
  }

  /// A status that waits for a hand is an error the first time; as long as every start meets the
  /// same, the next ones are told as what they are besides, changes of the status.
  private func status(
    _ job: Name, _ run: RunNumber?, _ from: JobStatus, _ to: JobStatus, _ message: String
  ) {
    let needsHand = to == .interrupted || (to == .suspended && !message.hasPrefix("paused"))
    let text = "job \(job): \(from.word) → \(to.word)" + (message.isEmpty ? "" : ": \(message)")
    var fields = [
      LogField("FERRY_STATE_FROM", from.rawValue), LogField("FERRY_STATE_TO", to.rawValue),
    ]
    if let run { fields.append(LogField("FERRY_RUN_ID", run.rawValue)) }
    if !message.isEmpty { fields.append(LogField("FERRY_REASON", message)) }
    guard needsHand, !message.isEmpty else {
      return line(.info, text, .status, job) { fields }
    }
    let isNew = log.writeOnce(
      .error, .status, text, subject: job.text, reason: message, fields: about(job) + fields)
    if !isNew { line(.info, text, .status, job) { fields } }
  }

  /// The end of a run is always told; that objects failed, as a warning, not with every run.
  private func ended(_ job: Name, _ run: RunNumber, _ counts: RunCounts) {
    let copied = counts.copied - counts.skipped
    var text =
      "job \(job): run \(run) ended: \(counts.total) objects, \(copied) copied, "
      + "\(counts.skipped) skipped, \(counts.failed) failed"
    if counts.remaining > 0 { text += ", \(counts.remaining) remaining" }
    var fields = [
      LogField("FERRY_RUN_ID", run.rawValue), LogField("FERRY_FILES_OK", counts.copied),
      LogField("FERRY_FILES_FAILED", counts.failed), LogField("FERRY_BYTES", counts.copiedBytes),
    ]
    if let ran = context(of: job)?.ranFor { fields.append(LogField("FERRY_DURATION_USEC", ran)) }
    // What made it wait for a hand is mended.
    log.endRepeated(.status, subject: job.text)
    guard counts.failed > 0 else {
      log.endRepeated(.runEnded, subject: job.text)
      return line(.notice, text, .runEnded, job) { fields }
    }
    let isNew = log.writeOnce(
      .warning, .runEnded, text, subject: job.text, reason: "\(counts.failed) failed",
      fields: about(job) + fields)
    if !isNew { line(.notice, text, .runEnded, job) { fields } }
  }

  private func skipped(
    _ job: Name, _ stretch: SlotStretch, _ what: String, _ event: LogEvent
  ) {
    let slots =
      stretch.count == 1
      ? "slot \(ISOTime.text(stretch.first))"
      : "\(stretch.count) slots from \(ISOTime.text(stretch.first)) "
        + "to \(ISOTime.text(stretch.last))"
    line(.notice, "job \(job): \(slots) \(what)", event, job) {
      [
        LogField("FERRY_SLOT", ISOTime.text(stretch.first)),
        LogField("FERRY_SLOT_COUNT", stretch.count),
        LogField("FERRY_REASON", stretch.reason.rawValue),
      ]
    }
  }

  func line(
    _ level: LogLevel, _ text: String, _ event: LogEvent, _ job: Name,
    _ fields: () -> [LogField] = { [] }
  ) {
    log.tell(level, event, text, fields: about(job) + fields())
  }

  /// The job of a name, if the current note came of it.
  private func context(of name: Name) -> Job? {
    job.flatMap { $0.definition.name == name ? $0 : nil }
  }

  /// Which job it is about, and of which family.
  private func about(_ job: Name) -> [LogField] {
    [LogField("FERRY_JOB", job.text)]
      + LogField.family(context(of: job)?.lineage, nameOf: nameOf)
  }
}

extension LogField {
  /// Where a sub-job stands: its root job and run, its parent's run, and the how manieth retry it is.
  static func family(_ lineage: Lineage?, nameOf: (JobID) -> Name?) -> [LogField] {
    guard let lineage else { return [] }
    return (nameOf(lineage.root).map { [LogField("FERRY_ROOT_JOB", $0.text)] } ?? []) + [
      LogField("FERRY_ROOT_RUN", lineage.rootRun.rawValue),
      LogField("FERRY_PARENT_RUN", lineage.parentRun.rawValue),
      LogField("FERRY_ATTEMPT", lineage.depth),
    ]
  }
}

extension StoreFailure.Kind {
  /// The stable word for scripts.
  fileprivate var word: String {
    switch self {
    case .full: "StateFull"
    case .busy: "StateLocked"
    case .corrupt: "StateDamaged"
    case .conflict: "StateConflict"
    case .failed: "StateFailed"
    }
  }
}
