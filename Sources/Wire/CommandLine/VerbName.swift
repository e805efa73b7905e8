/// The verbs there are; each is done by the program in one place, which the compiler checks.
public enum VerbName: String, Hashable, Sendable, CaseIterable {
  /// Name a place.
  case createAddress = "create-address"
  /// Give an address another access key.
  case updateAddress = "update-address"
  /// Show an address.
  case getAddress = "get-address"
  /// List addresses.
  case listAddress = "list-address"
  /// Try an address.
  case verifyAddress = "verify-address"
  /// Delete an address.
  case deleteAddress = "delete-address"
  /// Define a job.
  case createJob = "create-job"
  /// Show a job.
  case getJob = "get-job"
  /// Tell how a job's newest run stands.
  case getJobStatus = "get-job-status"
  /// List jobs.
  case listJob = "list-job"
  /// List what a job's runs did.
  case listJobHistory = "list-job-history"
  /// Start a job.
  case startJob = "start-job"
  /// Pause a job's run.
  case pauseJob = "pause-job"
  /// End a job's run early.
  case closeJob = "close-job"
  /// Show how a job's run goes on.
  case watch
  /// Try again what a job's newest run could not move.
  case retryJob = "retry-job"
  /// List what a run could not move.
  case failed
  /// Show what the journal knows of a job.
  case logs
  /// Change a job's limits.
  case updateQos = "update-qos"
  /// Change what a job does, or when.
  case updateJob = "update-job"
  /// Put a job's schedule in force.
  case enable
  /// Let a job's schedule rest.
  case disable
  /// Delete a job.
  case deleteJob = "delete-job"
  /// Tell a job's next starts.
  case next
  /// Say what is wrong with configuration files, or what comes of them.
  case check
  /// Show the configuration files that count.
  case catConfig = "cat-config"
  /// Show a job as the file that would define it.
  case catJob = "cat-job"
  /// Show an address as the file that would define it.
  case catAddress = "cat-address"
  /// Make the daemon read its configuration again.
  case reload
  /// Tell how the daemon is.
  case status
  /// Look for what is wrong.
  case doctor
  /// Save the state into a file.
  case backup
  /// Tell the figures of the daemon and its jobs.
  case metrics
  /// Make a token for clients elsewhere.
  case createToken = "create-token"
  /// List tokens.
  case listToken = "list-token"
  /// Delete a token.
  case deleteToken = "delete-token"
  /// Tell what was changed by whom.
  case audit
}
