public import Calendar
public import Engine
public import Migration
import SQLite

extension JobDatabase: JobStore {
  // MARK: - Jobs

  /// The job of that name; nil if there is none.
  public func job(named name: Name) throws(StoreFailure) -> Job? {
    try job(where: "name = ?", .text(name.text))
  }

  /// The job of that number; nil if it is gone.
  public func job(_ id: JobID) throws(StoreFailure) -> Job? {
    try job(where: "id = ?", .integer(id.rawValue))
  }

  /// The job of that ID on the wire; nil if there is none.
  public func job(version: String) throws(StoreFailure) -> Job? {
    try job(where: "version = ?", .text(version))
  }

  /// Another job from the same source to the same destination, made by request.
  public func job(from source: Name, to destination: Name) throws(StoreFailure) -> Job? {
    try job(
      where: "source = ? AND destination = ? AND origin = 'api' AND root IS NULL",
      .text(source.text),
      .text(destination.text))
  }

  /// A job that uses the address; nil if none does.
  public func job(using address: Name) throws(StoreFailure) -> Job? {
    try job(where: "source = ?1 OR destination = ?1", .text(address.text))
  }

  /// Whether a job writes to the address.
  public func isDestination(_ address: Name) throws(StoreFailure) -> Bool {
    try integer("SELECT 1 FROM job WHERE destination = ? LIMIT 1", [.text(address.text)]) != nil
  }

  /// All jobs that use the address, in the order of their numbers.
  public func jobs(using address: Name) throws(StoreFailure) -> [Job] {
    try jobs(where: "source = ?1 OR destination = ?1 ORDER BY id", [.text(address.text)])
  }

  /// Jobs that files define, the retired ones included.
  public func jobsFromFiles() throws(StoreFailure) -> [Job] {
    try jobs(where: "origin <> 'api' ORDER BY id")
  }

  /// The time zone of a job that a file defines; nil if there is none of that name, or it goes.
  public func zone(ofJobNamed name: String) throws(StoreFailure) -> String? {
    let found = try rows(
      "SELECT time_zone, status FROM job WHERE name = ? AND origin <> 'api'", [.text(name)]
    ) { (row) throws(StoreFailure) in (row.text(0), row.text(1)) }
    return found.first { $0.1 != JobStatus.deleting.rawValue }?.0
  }

  /// How many jobs there are, sub-jobs not counted.
  public func jobCount() throws(StoreFailure) -> Int {
    Int(try integer("SELECT count(*) FROM job") ?? 0) - (try subJobCount())
  }

  private func job(where condition: String, _ values: SQLValue...) throws(StoreFailure) -> Job? {
    try jobs(where: condition + " LIMIT 1", values).first
  }

  func jobs(where condition: String, _ values: [SQLValue] = []) throws(StoreFailure) -> [Job] {
    try rows("SELECT \(JobRow.list) FROM job WHERE \(condition)", values) {
      (row) throws(StoreFailure) in try JobRow.job(row)
    }
  }

  // MARK: - Addresses

  /// The address of that name; nil if there is none.
  public func address(named name: Name) throws(StoreFailure) -> Address? {
    try addresses(where: "name = ?", [.text(name.text)]).first
  }

  /// Addresses that files define.
  public func addressesFromFiles() throws(StoreFailure) -> [Address] {
    try addresses(where: "origin <> 'api' ORDER BY name")
  }

  func addresses(
    where condition: String, _ values: [SQLValue] = []
  ) throws(StoreFailure) -> [Address] {
    try rows("SELECT \(AddressRow.list) FROM address WHERE \(condition)", values) {
      (row) throws(StoreFailure) in try AddressRow.address(row)
    }
  }

  // MARK: - What goes on

  /// Jobs with something going on, in the order of their numbers.
  public func unsettledJobs() throws(StoreFailure) -> [JobID] {
    try ids(
      "SELECT id FROM job WHERE \(Self.isUnsettled) ORDER BY id")
  }

  /// The words of the index `job_unsettled`: without them SQLite reads all jobs instead.
  ///
  /// Source: <https://www.sqlite.org/partialindex.html>, section 3.1.
  static let isUnsettled = """
    status IN ('IMPORT_JOB_LAUNCHING', 'IMPORT_JOB_PREPARING', 'IMPORT_JOB_DOING',
      'IMPORT_JOB_CLOSING', 'IMPORT_JOB_DELETING')
    """

  /// Root jobs or sub-jobs that wait for a place, the one that has waited longest first.
  public func waitingJobs(subJobs: Bool, limit: Int) throws(StoreFailure) -> [JobID] {
    try ids(
      """
      SELECT id FROM job WHERE \(Self.isUnsettled) AND status = 'IMPORT_JOB_LAUNCHING'
        AND root IS \(subJobs ? "NOT NULL" : "NULL")
      ORDER BY turn, id LIMIT ?
      """,
      .integer(Int64(limit)))
  }

  /// How many root jobs or sub-jobs hold a place.
  public func placesHeld(bySubJobs: Bool) throws(StoreFailure) -> Int {
    let count = try integer(
      """
      SELECT count(*) FROM job WHERE \(Self.isUnsettled) AND status IN (
        'IMPORT_JOB_PREPARING', 'IMPORT_JOB_DOING', 'IMPORT_JOB_CLOSING')
        AND root IS \(bySubJobs ? "NOT NULL" : "NULL")
      """)
    return Int(count ?? 0)
  }

  func ids(_ sql: String, _ values: SQLValue...) throws(StoreFailure) -> [JobID] {
    try rows(sql, values) { (row) throws(StoreFailure) in JobID(rawValue: row.integer(0)) }
  }

  // MARK: - The timer queue

  /// Events that are due, the earliest first.
  public func dueEvents(
    until now: Instant, limit: Int
  ) throws(StoreFailure) -> [DueEvent] {
    try dueEvents(
      "WHERE at_us <= ? ORDER BY at_us, job, kind LIMIT ?", .integer(now.microseconds),
      .integer(Int64(limit)))
  }

  /// Events of a kind from one job's number on, in the order of the numbers.
  public func dueEvents(
    of kind: DueEvent.Kind, after job: JobID?, limit: Int
  ) throws(StoreFailure) -> [DueEvent] {
    try dueEvents(
      "WHERE job > ? AND kind = ? ORDER BY job LIMIT ?", .integer(job?.rawValue ?? 0),
      .text(kind.rawValue), .integer(Int64(limit)))
  }

  /// Jobs with a start rule that is not over yet and no event for it, from one number on.
  public func jobsWithoutStart(
    before instant: Instant, after job: JobID?, limit: Int
  ) throws(StoreFailure) -> [JobID] {
    try ids(
      """
      SELECT id FROM job WHERE not_after_us IS NOT NULL AND not_after_us > ? AND id > ?
        AND start_rule IS NOT NULL AND enabled = 1 AND retired = 0
        AND NOT EXISTS (SELECT 1 FROM due WHERE due.job = job.id AND kind = 'start')
      ORDER BY id LIMIT ?
      """, .integer(instant.microseconds), .integer(job?.rawValue ?? 0), .integer(Int64(limit)))
  }

  /// When the earliest event is due; nil if there is none.
  public func nextDue() throws(StoreFailure) -> Instant? {
    try integer("SELECT min(at_us) FROM due").map { Instant(microseconds: $0) }
  }

  /// A job's events by kind.
  public func dueEvents(of job: JobID) throws(StoreFailure) -> [DueEvent] {
    try dueEvents("WHERE job = ? ORDER BY kind", .integer(job.rawValue))
  }

  private func dueEvents(
    _ rest: String, _ values: SQLValue...
  ) throws(StoreFailure) -> [DueEvent] {
    try rows("SELECT job, kind, at_us FROM due \(rest)", values) { (row) throws(StoreFailure) in
      guard let kind = DueEvent.Kind(rawValue: row.text(1)) else {
        throw StoreFailure(.corrupt, "the timer queue holds an event of kind '\(row.text(1))'")
      }
      return DueEvent(
        job: JobID(rawValue: row.integer(0)), kind: kind,
        at: Instant(microseconds: row.integer(2)))
    }
  }
}
