import Calendar
import Engine
import Migration
import Store

/// The real database behind a door that can be shut: no space, or damage in one job's row.
final class FlakyStore: JobStore {
  let database: JobDatabase
  /// What every commit says while it is set.
  var refusal: StoreFailure?
  /// What commits about single jobs say.
  var refusals: [JobID: StoreFailure] = [:]
  /// Jobs that cannot be read.
  var damaged: Set<JobID> = []
  private(set) var commits = 0

  /// What the end of a transaction of many is refused with.
  var refusesTogether: StoreFailure?

  init(_ database: JobDatabase) { self.database = database }

  func commit(_ changes: [StoreChange]) throws(StoreFailure) {
    if let refusal { throw refusal }
    for case .job(let change) in changes {
      if let refusal = refusals[change.job.id] { throw refusal }
    }
    commits += 1
    try database.commit(changes)
  }

  func prove(at now: Instant) throws(StoreFailure) {
    if let refusal { throw refusal }
    try database.prove(at: now)
  }

  func together(_ body: () throws(StoreFailure) -> Void) throws(StoreFailure) {
    guard let refusesTogether else { return try database.together(body) }
    try database.together { () throws(StoreFailure) in
      try body()
      throw refusesTogether
    }
  }

  func job(named name: Name) throws(StoreFailure) -> Job? {
    try checked(try database.job(named: name))
  }

  func job(_ id: JobID) throws(StoreFailure) -> Job? { try checked(try database.job(id)) }

  func job(from source: Name, to destination: Name) throws(StoreFailure) -> Job? {
    try database.job(from: source, to: destination)
  }

  func job(using address: Name) throws(StoreFailure) -> Job? {
    try database.job(using: address)
  }

  func jobs(using address: Name) throws(StoreFailure) -> [Job] {
    try database.jobs(using: address)
  }

  func jobsFromFiles() throws(StoreFailure) -> [Job] { try database.jobsFromFiles() }
  func jobCount() throws(StoreFailure) -> Int { try database.jobCount() }

  func address(named name: Name) throws(StoreFailure) -> Address? {
    try database.address(named: name)
  }

  func addressesFromFiles() throws(StoreFailure) -> [Address] {
    try database.addressesFromFiles()
  }

  func unsettledJobs() throws(StoreFailure) -> [JobID] { try database.unsettledJobs() }

  func waitingJobs(subJobs: Bool, limit: Int) throws(StoreFailure) -> [JobID] {
    try database.waitingJobs(subJobs: subJobs, limit: limit)
  }

  func placesHeld(bySubJobs: Bool) throws(StoreFailure) -> Int {
    try database.placesHeld(bySubJobs: bySubJobs)
  }

  func subJobCount() throws(StoreFailure) -> Int { try database.subJobCount() }

  func subJobs(of parent: JobID) throws(StoreFailure) -> [JobID] {
    try database.subJobs(of: parent)
  }

  func family(of root: JobID, run: RunNumber) throws(StoreFailure) -> [JobID] {
    try database.family(of: root, run: run)
  }

  func liveSubJobs(ofRoot root: JobID) throws(StoreFailure) -> [JobID] {
    try database.liveSubJobs(ofRoot: root)
  }

  func job(version: String) throws(StoreFailure) -> Job? {
    try checked(try database.job(version: version))
  }

  func run(_ number: RunNumber, of job: JobID) throws(StoreFailure) -> Run? {
    try database.run(number, of: job)
  }

  func runs(
    of job: JobID, beyond count: Int, orOlderThan age: Int64, limit: Int
  ) throws(StoreFailure) -> [RunNumber] {
    try database.runs(of: job, beyond: count, orOlderThan: age, limit: limit)
  }

  func dueEvents(until now: Instant, limit: Int) throws(StoreFailure) -> [DueEvent] {
    try database.dueEvents(until: now, limit: limit)
  }

  func dueEvents(
    of kind: DueEvent.Kind, after job: JobID?, limit: Int
  ) throws(StoreFailure) -> [DueEvent] {
    try database.dueEvents(of: kind, after: job, limit: limit)
  }

  func dueEvents(of job: JobID) throws(StoreFailure) -> [DueEvent] {
    try database.dueEvents(of: job)
  }

  func settledSlots(
    of job: JobID, from first: Instant, through last: Instant
  ) throws(StoreFailure) -> ClosedRange<Instant>? {
    try database.settledSlots(of: job, from: first, through: last)
  }

  func jobsWithoutStart(
    before instant: Instant, after job: JobID?, limit: Int
  ) throws(StoreFailure) -> [JobID] {
    try database.jobsWithoutStart(before: instant, after: job, limit: limit)
  }

  func keptSlot(_ slot: Instant, of job: JobID) throws(StoreFailure) -> KeptSlot? {
    try database.keptSlot(slot, of: job)
  }

  func stretch(of job: JobID, before instant: Instant) throws(StoreFailure) -> KeptStretch? {
    try database.stretch(of: job, before: instant)
  }

  func queuedTrigger(of job: JobID, slot: Instant) throws(StoreFailure) -> Trigger {
    try database.queuedTrigger(of: job, slot: slot)
  }

  func zoneGenerations() throws(StoreFailure) -> [String: String] {
    try database.zoneGenerations()
  }

  func jobs(
    inZone zone: String, after job: JobID?, limit: Int
  ) throws(StoreFailure) -> [JobID] {
    try database.jobs(inZone: zone, after: job, limit: limit)
  }

  func latestChange() throws(StoreFailure) -> Instant? { try database.latestChange() }

  func nextDue() throws(StoreFailure) -> Instant? { try database.nextDue() }

  private func checked(_ job: Job?) throws(StoreFailure) -> Job? {
    guard let job, damaged.contains(job.id) else { return job }
    throw StoreFailure(.corrupt, "job '\(job.definition.name)' in the database is damaged")
  }
}
