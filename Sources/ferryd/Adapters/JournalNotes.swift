import Calendar
import Engine
import Migration
import Platform
import Wire

/// Makes sentences and journal fields of the engine's notes.
final class JournalNotes: NotePort {
  let log: Log

  init(_ log: Log) {
    self.log = log
  }

  func note(_ note: EngineNote) {
    switch note {
    case .status(let job, let run, let from, let to, let message):
      status(job, run, from, to, message)
    case .opened(let job, let run, let trigger, let slot):
      let when = slot.map { ", slot \(ISOTime.text($0))" } ?? ""
      line(.info, "job \(job): run \(run) opened (\(trigger.rawValue)\(when))", Self.opened, job) {
        [LogField("FERRY_RUN_ID", run.rawValue), LogField("FERRY_TRIGGER", trigger.rawValue)]
          + (slot.map { [LogField("FERRY_SLOT", ISOTime.text($0))] } ?? [])
      }
    case .ended(let job, let run, let counts): ended(job, run, counts)
    case .skipped(let job, let stretch):
      skipped(
        job, stretch,
        "skipped (\(stretch.reason.rawValue)); further ones are counted", Self.skipped)
    case .skippedInAll(let job, let stretch):
      skipped(
        job, stretch, "were skipped in all (\(stretch.reason.rawValue))", Self.skippedInAll)
    case .queued(let job, let slot):
      line(
        .info, "job \(job): slot \(ISOTime.text(slot)) waits for the end of the run",
        Self.queued, job
      ) { [LogField("FERRY_SLOT", ISOTime.text(slot))] }
    case .resumed(let job, let run, let slot):
      line(.info, "job \(job): run \(run) goes on, slot \(ISOTime.text(slot))", Self.resumed, job) {
        [LogField("FERRY_RUN_ID", run.rawValue), LogField("FERRY_SLOT", ISOTime.text(slot))]
      }
    case .exhausted(let job, let runs):
      line(
        .notice,
        "job \(job): its schedule has opened all of its \(runs) runs; start-job still works",
        Self.exhausted, job)
    case .zoneMissing(let job, let zone):
      line(
        .warning,
        "job \(job): there is no time zone '\(zone)' on this machine, so its schedule "
          + "rests; install tzdata or name another zone", Self.zoneMissing, job)
    case .zoneChanged(let zone, let jobs):
      log.write(
        .notice,
        "time zone \(zone) has new data: what is to come is computed again "
          + "(\(jobs) \(jobs == 1 ? "job" : "jobs"))",
        id: Self.zoneChanged, fields: [LogField("FERRY_ZONE", zone)])
    case .clockStepped(let now):
      log.notice("the clock was set: it is \(ISOTime.text(now)) now", id: Self.clockStepped)
    case .slotsComeAgain(let job, let last, let now):
      line(
        .warning,
        "job \(job): the clock shows \(ISOTime.text(now)), but its slots up to "
          + "\(ISOTime.text(last)) are on record already; those that come again run, unless they "
          + "have run, and none up to there is made up for", Self.slotsComeAgain, job)
    case .storeFailed(let failure):
      log.error("the state cannot be written: \(failure); trying again", id: Self.storeFailed)
    case .storeRecovered:
      log.notice("the state can be written again", id: Self.storeRecovered)
    case .spaceShort, .spaceBack: space(note)
    case .adopted(let what, let name, let how):
      log.info("\(what) \(name): \(how) by its file", id: Self.adopted)
    case .edited(let job, let how):
      line(.notice, "job \(job): \(how) by request", Self.edited, job)
    case .retryPlanned, .retryMade, .retryDropped, .chainEnded: retry(note)
    case .pruned(let job, let runs):
      log.write(
        .debug, "job \(job): \(runs) old run\(runs == 1 ? "" : "s") removed, as [History] says",
        id: Self.pruned, fields: [LogField("FERRY_JOB", job.text)])
    case .removed(let job):
      line(.notice, "job \(job): removed with its history", Self.removed, job)
    }
  }

  private func status(
    _ job: Name, _ run: RunNumber?, _ from: JobStatus, _ to: JobStatus, _ message: String
  ) {
    let needsHand = to == .interrupted || (to == .suspended && !message.hasPrefix("paused"))
    let text = "job \(job): \(from.word) → \(to.word)" + (message.isEmpty ? "" : ": \(message)")
    line(needsHand && !message.isEmpty ? .error : .info, text, Self.status, job) {
      [LogField("FERRY_STATE_FROM", from.rawValue), LogField("FERRY_STATE_TO", to.rawValue)]
        + (run.map { [LogField("FERRY_RUN_ID", $0.rawValue)] } ?? [])
        + (message.isEmpty ? [] : [LogField("FERRY_REASON", message)])
    }
  }

  private func ended(_ job: Name, _ run: RunNumber, _ counts: RunCounts) {
    let copied = counts.copied - counts.skipped
    var text =
      "job \(job): run \(run) ended: \(counts.total) objects, \(copied) copied, "
      + "\(counts.skipped) skipped, \(counts.failed) failed"
    if counts.remaining > 0 { text += ", \(counts.remaining) remaining" }
    line(counts.failed > 0 ? .warning : .notice, text, Self.ended, job) {
      [
        LogField("FERRY_RUN_ID", run.rawValue), LogField("FERRY_FILES_OK", counts.copied),
        LogField("FERRY_FILES_FAILED", counts.failed), LogField("FERRY_BYTES", counts.copiedBytes),
      ]
    }
  }

  private func skipped(
    _ job: Name, _ stretch: SlotStretch, _ what: String, _ id: MessageID
  ) {
    let slots =
      stretch.count == 1
      ? "slot \(ISOTime.text(stretch.first))"
      : "\(stretch.count) slots from \(ISOTime.text(stretch.first)) "
        + "to \(ISOTime.text(stretch.last))"
    line(.notice, "job \(job): \(slots) \(what)", id, job) {
      [
        LogField("FERRY_SLOT", ISOTime.text(stretch.first)),
        LogField("FERRY_SLOT_COUNT", stretch.count),
        LogField("FERRY_REASON", stretch.reason.rawValue),
      ]
    }
  }

  func line(
    _ level: LogLevel, _ text: String, _ id: MessageID, _ job: Name,
    _ fields: () -> [LogField] = { [] }
  ) {
    log.write(level, text, id: id, fields: [LogField("FERRY_JOB", job.text)] + fields())
  }

  // One fixed id for each kind of event; never changed, never used for something else.
  private static let opened = MessageID("5b1ac6e1b0f84a8c9a3d0a6b1c1c7d01")
  private static let status = MessageID("5b1ac6e1b0f84a8c9a3d0a6b1c1c7d02")
  private static let ended = MessageID("5b1ac6e1b0f84a8c9a3d0a6b1c1c7d03")
  private static let skipped = MessageID("5b1ac6e1b0f84a8c9a3d0a6b1c1c7d04")
  private static let resumed = MessageID("5b1ac6e1b0f84a8c9a3d0a6b1c1c7d05")
  private static let exhausted = MessageID("5b1ac6e1b0f84a8c9a3d0a6b1c1c7d06")
  private static let zoneMissing = MessageID("5b1ac6e1b0f84a8c9a3d0a6b1c1c7d07")
  private static let clockStepped = MessageID("5b1ac6e1b0f84a8c9a3d0a6b1c1c7d08")
  private static let slotsComeAgain = MessageID("5b1ac6e1b0f84a8c9a3d0a6b1c1c7d16")
  private static let storeFailed = MessageID("5b1ac6e1b0f84a8c9a3d0a6b1c1c7d0a")
  private static let storeRecovered = MessageID("5b1ac6e1b0f84a8c9a3d0a6b1c1c7d0b")
  private static let adopted = MessageID("5b1ac6e1b0f84a8c9a3d0a6b1c1c7d0c")
  private static let removed = MessageID("5b1ac6e1b0f84a8c9a3d0a6b1c1c7d0d")
  private static let pruned = MessageID("5b1ac6e1b0f84a8c9a3d0a6b1c1c7d14")
  private static let queued = MessageID("5b1ac6e1b0f84a8c9a3d0a6b1c1c7d0e")
  private static let skippedInAll = MessageID("5b1ac6e1b0f84a8c9a3d0a6b1c1c7d15")
  private static let edited = MessageID("5b1ac6e1b0f84a8c9a3d0a6b1c1c7d0f")
  private static let zoneChanged = MessageID("5b1ac6e1b0f84a8c9a3d0a6b1c1c7d20")
}
