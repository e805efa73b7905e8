public import Calendar
public import Migration

/// The port to what is kept.
///
/// One writer: only the loop's thread calls it.
public protocol JobStore: AnyObject {
  /// The job of that name; nil if there is none.
  func job(named name: Name) throws(StoreFailure) -> Job?
  /// The job of that number; nil if it is gone.
  func job(_ id: JobID) throws(StoreFailure) -> Job?
  /// Another job from the same source to the same destination, made by request.
  func job(from source: Name, to destination: Name) throws(StoreFailure) -> Job?
  /// A job that uses the address; nil if none does.
  func job(using address: Name) throws(StoreFailure) -> Job?
  /// All jobs that use the address, in the order of their numbers.
  func jobs(using address: Name) throws(StoreFailure) -> [Job]
  /// Jobs that files define, the retired ones included.
  func jobsFromFiles() throws(StoreFailure) -> [Job]
  /// How many jobs there are, sub-jobs not counted.
  func jobCount() throws(StoreFailure) -> Int
  /// How many sub-jobs there are.
  func subJobCount() throws(StoreFailure) -> Int
  /// A job's own sub-jobs, in the order of their numbers.
  func subJobs(of parent: JobID) throws(StoreFailure) -> [JobID]
  /// The sub-jobs that come from a run of a root job, all depths, in the order of their numbers.
  func family(of root: JobID, run: RunNumber) throws(StoreFailure) -> [JobID]
  /// The sub-jobs of a root job, all depths, that are made and have not ended.
  func liveSubJobs(ofRoot root: JobID) throws(StoreFailure) -> [JobID]
  /// The job of that ID on the wire; nil if there is none.
  func job(version: String) throws(StoreFailure) -> Job?
  /// A run of a job; nil if there is none of that number.
  func run(_ number: RunNumber, of job: JobID) throws(StoreFailure) -> Run?
  /// Ended runs of a job that are not among its newest ones, or ended too long before those, the
  /// oldest first.
  func runs(
    of job: JobID, beyond count: Int, orOlderThan age: Int64, limit: Int
  ) throws(StoreFailure) -> [RunNumber]

  /// The address of that name; nil if there is none.
  func address(named name: Name) throws(StoreFailure) -> Address?
  /// Addresses that files define.
  func addressesFromFiles() throws(StoreFailure) -> [Address]

  /// Jobs with something going on, in the order of their numbers.
  func unsettledJobs() throws(StoreFailure) -> [JobID]
  /// Root jobs or sub-jobs that wait for a place, the one that has waited longest first.
  func waitingJobs(subJobs: Bool, limit: Int) throws(StoreFailure) -> [JobID]
  /// How many root jobs or sub-jobs hold a place.
  func placesHeld(bySubJobs: Bool) throws(StoreFailure) -> Int

  /// Events that are due, the earliest first.
  func dueEvents(until now: Instant, limit: Int) throws(StoreFailure) -> [DueEvent]
  /// Events of a kind from one job's number on, in the order of the numbers.
  func dueEvents(
    of kind: DueEvent.Kind, after job: JobID?, limit: Int
  ) throws(StoreFailure) -> [DueEvent]
  /// A job's events.
  func dueEvents(of job: JobID) throws(StoreFailure) -> [DueEvent]
  /// Jobs with a start rule that is not over yet and no event for it, from one number on.
  func jobsWithoutStart(
    before instant: Instant, after job: JobID?, limit: Int
  ) throws(StoreFailure) -> [JobID]
  /// The stretch of skipped slots that an outcome at an instant would come after; nil if that would
  /// be another outcome, or none.
  func stretch(of job: JobID, before instant: Instant) throws(StoreFailure) -> KeptStretch?
  /// What is on record about a slot of a job; nil if nothing is.
  func keptSlot(_ slot: Instant, of job: JobID) throws(StoreFailure) -> KeptSlot?
  /// The slots of a job's first row of outcomes that reaches into a stretch of time, a slot that waits
  /// included; nil if there is none.
  func settledSlots(
    of job: JobID, from first: Instant, through last: Instant
  ) throws(StoreFailure) -> ClosedRange<Instant>?
  /// Why the run of a slot that waits will begin; `schedule` if the slot does not wait.
  func queuedTrigger(of job: JobID, slot: Instant) throws(StoreFailure) -> Trigger
  /// Zones that jobs name, with the generation of the data that their due rows were computed with.
  func zoneGenerations() throws(StoreFailure) -> [String: String]
  /// Jobs whose rules are read in a zone, from one number on.
  func jobs(
    inZone zone: String, after job: JobID?, limit: Int
  ) throws(StoreFailure) -> [JobID]
  /// The latest that a clock has shown when something was written about a job, to the second.
  ///
  /// After a step back it lies ahead until all events have been looked at. Nil if it is not known.
  func latestChange() throws(StoreFailure) -> Instant?
  /// When the earliest event is due; nil if there is none.
  func nextDue() throws(StoreFailure) -> Instant?

  /// Returns when something is on the disk that was written since the last call.
  func prove(at now: Instant) throws(StoreFailure)
  /// Writes all changes or none; durable when it returns, or when `together` does.
  func commit(_ changes: [StoreChange]) throws(StoreFailure)
  /// Makes one transaction of all that `body` commits.
  ///
  /// A commit inside that fails by a conflict is undone alone. What `body` throws undoes all.
  func together(_ body: () throws(StoreFailure) -> Void) throws(StoreFailure)
}
