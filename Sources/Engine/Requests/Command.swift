public import Migration

/// A person's request, as data: what a door has understood and the loop decides.
public enum Command: Hashable, Sendable {
  /// Make an address; the place is its own with its links resolved, if it is there.
  case createAddress(Address, resolved: Address.Location?)
  /// Give an address of an object store another key, if it still is the address of this ID; or the
  /// bucket that its list is in.
  case setAccess(Name, BucketPlace.Access, of: String, ofList: Bool = false)
  /// Remove an address that no job uses.
  case deleteAddress(Name)
  /// What a look at an address has found.
  case verified(Name, Verification)
  /// The file system on which an address that requires one was used, if it still is the address of
  /// this ID; one that was known before stays.
  case mounted(Name, String, of: String)
  /// Make a job; the paths are those of its two addresses with their links resolved.
  case createJob(NewJob, resolved: [Name: LocalPath])
  /// Start, pause or close a job.
  case setStatus(Name, Wanted)
  /// New limits, in force at once; refused if they were made of others than the job has now.
  ///
  /// They hold at all times of day, over the job's windows, unless these are kept.
  case setThrottle(Name, Throttle, over: Throttle? = nil, keepsWindows: Bool = false)
  /// Give a job another definition; its name, addresses, limits and state stay.
  ///
  /// Refused if it was made of another definition than the job has now: of two changes at once
  /// neither is lost in silence.
  case redefineJob(Name, JobDefinition, over: JobDefinition? = nil)
  /// Let a job's schedule rest, or put it in force again, with what there is to say about it.
  case setEnabled(Name, Bool, note: String)
  /// Remove a job, its history and its ledgers; its sub-jobs too, or it is refused if it has any.
  case deleteJob(Name, cascade: Bool = false)
  /// Make a sub-job of what the job's newest run left, and start it.
  case retryJob(Name, RetryWish)
  /// Make a sub-job by hand, not started; the parent is named by its ID.
  case createSubJob(NewJob, parent: String, RetryLook)

  /// A status that a person may ask for.
  public enum Wanted: Hashable, Sendable {
    /// Open the next run, or continue the suspended one.
    case start
    /// Pause the run.
    case pause
    /// End the run with what has been done.
    case close
  }
}

/// What came of a command.
public enum CommandResult: Hashable, Sendable {
  /// The address as it is kept.
  case address(Address)
  /// The job as it is kept.
  case job(Job)
  /// The sub-job that was made, and the name of its family's top ancestor.
  case retry(Job, root: Name)
  /// Nothing to show.
  case done
}
