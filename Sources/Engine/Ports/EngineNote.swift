public import Calendar
public import Migration

/// Something that the loop tells the log: a fact, not yet a sentence.
public enum EngineNote: Hashable, Sendable {
  /// A job's status changed.
  case status(job: Name, run: RunNumber?, from: JobStatus, to: JobStatus, message: String)
  /// A run was opened.
  case opened(job: Name, run: RunNumber, trigger: Trigger, slot: Instant?)
  /// A run has ended.
  case ended(job: Name, run: RunNumber, counts: RunCounts)
  /// What failed in a run is retried by itself at an instant.
  case retryPlanned(job: Name, run: RunNumber, at: Instant)
  /// A sub-job was made of what failed in a run.
  case retryMade(job: Name, run: RunNumber, retry: Name)
  /// A retry that was to come does not, for this reason.
  case retryDropped(job: Name, run: RunNumber, why: String)
  /// No more retries follow: what failed at first, what the retries have moved, what still fails.
  case chainEnded(
    job: Name, run: RunNumber, failed: Int64, recovered: Int64, remainder: Remainder)
  /// Old runs and what was kept of them are gone.
  case pruned(job: Name, runs: Int)
  /// Slots started nothing; those that follow for the same reason are counted and not told.
  case skipped(job: Name, stretch: SlotStretch)
  /// A stretch of slots that started nothing has ended: all of it, what was told at its begin
  /// included.
  case skippedInAll(job: Name, stretch: SlotStretch)
  /// A slot waits for the end of the run that goes on.
  case queued(job: Name, slot: Instant)
  /// A suspended run is continued by a slot.
  case resumed(job: Name, run: RunNumber, slot: Instant)
  /// The schedule has opened all its runs.
  case exhausted(job: Name, runs: Int64)
  /// A job's time zone is not there; its schedule rests until it is.
  case zoneMissing(job: Name, zone: String)
  /// A zone's data have changed, and the events of so many jobs have been computed again.
  case zoneChanged(zone: String, jobs: Int)
  /// The wall clock was set.
  case clockStepped(now: Instant)
  /// The clock was set back behind the last slot that is dealt with: slots up to it come again.
  case slotsComeAgain(job: Name, last: Instant, now: Instant)
  /// The store refuses; the loop tries again.
  case storeFailed(StoreFailure)
  /// The store works again.
  case storeRecovered
  /// Too little space is free beside the state: no run begins.
  case spaceShort(SpaceShortage)
  /// There is enough space again.
  case spaceBack
  /// What a file defines was taken over, changed, or retired.
  case adopted(what: String, name: Name, how: String)
  /// A request has changed the job.
  case edited(job: Name, how: String)
  /// The job and its history are gone.
  case removed(job: Name)
}

/// The port to the log.
public protocol NotePort: AnyObject {
  /// Writes a note; never blocks for long, never fails.
  ///
  /// - Parameter job: The job as it is now, if the note came of a change of one.
  func note(_ note: EngineNote, of job: Job?)
}

extension NotePort {
  /// Writes a note that came of no change of a job.
  func note(_ note: EngineNote) { self.note(note, of: nil) }
}
