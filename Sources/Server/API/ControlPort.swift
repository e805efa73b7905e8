public import Migration
public import Wire

/// What the native API asks of the daemon: each call blocks its thread until there is an answer.
///
/// Called on several threads at once.
public protocol ControlPort: Sendable {
  /// Creates an address.
  func createAddress(_ request: AddressRequest, by caller: Caller) throws(Refusal) -> AddressView
  /// A page of the addresses.
  func addresses(_ page: PageQuery) throws(Refusal) -> AddressListView
  /// One address.
  func address(named name: String) throws(Refusal) -> AddressView
  /// Gives an address of an object store another secret.
  func updateAddress(
    named name: String, _ update: AddressUpdate, by caller: Caller
  ) throws(Refusal) -> AddressView
  /// Tries to reach an address now, and records whether that worked.
  func verifyAddress(named name: String, by caller: Caller) throws(Refusal) -> VerifyView
  /// Deletes an address that no job uses.
  func deleteAddress(named name: String, by caller: Caller) throws(Refusal)
  /// Creates a job.
  func createJob(_ request: JobRequest, by caller: Caller) throws(Refusal) -> CreatedJobView
  /// A page of the jobs, newest first.
  func jobs(_ query: JobListQuery) throws(Refusal) -> JobListView
  /// One job, by its name or its version.
  func job(_ nameOrVersion: String, byVersion: Bool) throws(Refusal) -> JobView
  /// A page of what a job's runs went through, newest first.
  func history(_ query: HistoryQuery) throws(Refusal) -> HistoryView
  /// The next starts of a job, at most so many.
  func next(ofJobNamed name: String, count: Int) throws(Refusal) -> NextView
  /// Starts, pauses or closes a job, changes its limits or its definition, or lets it rest.
  func updateJob(
    named name: String, _ update: JobUpdate, by caller: Caller
  ) throws(Refusal) -> ChangedJobView
  /// Makes a sub-job of what a job's newest run could not move, and starts it if that is wanted.
  func retryJob(
    named name: String, _ request: RetryRequest, by caller: Caller
  ) throws(Refusal) -> RetriedJobView
  /// A page of what a run could not move, in the order of the keys.
  func failures(_ query: FailuresQuery) throws(Refusal) -> FailuresView
  /// A part of what a job's next run would do; nothing of it is done.
  func dryRun(_ query: DryRunQuery, by caller: Caller) throws(Refusal) -> DryRunView
  /// What came of a run; of the newest if none is named.
  func result(ofJobNamed name: String, run: Int64?) throws(Refusal) -> JobResultView
  /// Deletes a job, and its sub-jobs if that is wanted.
  func deleteJob(named name: String, cascading: Bool, by caller: Caller) throws(Refusal)
  /// Reads the configuration again: all of it, or nothing if there is a mistake.
  func reload(by caller: Caller) throws(Refusal) -> ReloadView
  /// How the daemon is.
  func status() throws(Refusal) -> StatusView
  /// Whether it does what it is there for.
  func health(_ query: HealthQuery) throws(Refusal) -> HealthView
  /// Looks for what is wrong with the daemon and with what it needs; can take most of a minute.
  func examine() throws(Refusal) -> DoctorView
  /// A job as the file that would define it.
  func file(ofJobNamed name: String) throws(Refusal) -> FileView
  /// An address as the file that would define it.
  func file(ofAddressNamed name: String) throws(Refusal) -> FileView
}
