import Migration
import Platform
import Synchronization
import Transfer
import Wire

/// The lines about the objects of one run, as its job's `LogMode=` wants them, and not too many.
final class ObjectLines: ObjectTeller {
  private let job: Name
  private let isDetailed: Bool
  /// Job, run and family, which all lines have.
  private let fields: [LogField]
  private let journal: ObjectJournal
  private let allowance = Mutex(LineAllowance())

  /// - Returns: Nil if the job wants none.
  init?(_ job: Job, _ run: RunNumber, _ journal: ObjectJournal, nameOf: (JobID) -> Name?) {
    guard job.definition.logMode != .off else { return nil }
    self.job = job.definition.name
    isDetailed = job.definition.logMode == .detail
    self.journal = journal
    fields =
      [
        LogField("FERRY_JOB", job.definition.name.text), LogField("FERRY_RUN_ID", run.rawValue),
      ] + LogField.family(job.lineage, nameOf: nameOf).filter { $0.name != "FERRY_ATTEMPT" }
  }

  var wantsAll: Bool { isDetailed && journal.wants(.info) }

  func room(for count: Int) -> Int {
    guard journal.wants(.notice) else { return 0 }
    let (granted, untold) = allowance.withLock { $0.take(count, now: .now()) }
    tell(untold: untold)
    let room = journal.room(for: granted)
    if room < granted { allowance.withLock { $0.giveUp(granted - room) } }
    return room
  }

  func omit(_ count: Int) {
    allowance.withLock { $0.giveUp(count) }
  }

  func tell(_ notes: [ObjectNote]) {
    let taken = journal.write(
      notes.map { note -> ObjectJournal.Line in
        { [job, fields] log in Self.write(note, of: job, fields, to: log) }
      })
    if taken < notes.count { allowance.withLock { $0.giveUp(notes.count - taken) } }
  }

  /// A phase of the run is over: what was not told is counted out.
  func end() {
    tell(untold: allowance.withLock { $0.rest() })
  }

  private func tell(untold: Int) {
    guard untold > 0 else { return }
    let line: ObjectJournal.Line = { [job, fields] log in
      log.tell(
        .notice, .objectsUntold,
        "job \(job): \(untold) more object\(untold == 1 ? "" : "s"); "
          + "'ferry failed \(job)' lists those that could not be moved",
        fields: fields + [LogField("FERRY_REPEATED", untold)])
    }
    if journal.write([line]) == 0 { allowance.withLock { $0.giveUp(untold) } }
  }

  private static func write(
    _ note: ObjectNote, of job: Name, _ fields: [LogField], to log: Log
  ) {
    switch note {
    case .copied(let key):
      log.tell(
        .info, .objectCopied, "job \(job): copied \(key)",
        fields: fields + [LogField("FERRY_KEY", key.description)])
    case .skipped(let key):
      log.tell(
        .info, .objectSkipped, "job \(job): unchanged \(key)",
        fields: fields + [LogField("FERRY_KEY", key.description)])
    case .failed(let failure):
      // A text may quote what a list says.
      let why = TerminalText.safe(failure.text)
      let code = failure.code.rawValue
      log.tell(
        .notice, .objectFailed, "job \(job): failed \(failure.key): \(code): \(why)",
        fields: fields + [
          LogField("FERRY_KEY", failure.key.description), LogField("FERRY_ERROR_CODE", code),
          LogField("FERRY_REASON", why), LogField("FERRY_ATTEMPT", failure.attempts),
        ])
    }
  }
}
