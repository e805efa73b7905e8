public import Calendar
public import Migration

extension Engine {
  /// Decides a person's request; what it changes is durable when this returns.
  ///
  /// - Throws: `Refusal` with the rule that stands against it.
  public func perform(_ command: Command, now: Instant) throws(Refusal) -> CommandResult {
    guard !isDraining else {
      throw Refusal(.unavailable, "the daemon is stopping; try again when it has started")
    }
    switch command {
    case .createAddress(let address, let resolved):
      return .address(try create(address, resolved: resolved))
    case .setAccess(let name, let access, let version, let isOfList):
      return .address(try set(access, of: name, version, isOfList: isOfList, now: now))
    case .deleteAddress(let name):
      try deleteAddress(named: name)
      return .done
    case .verified(let name, let verification):
      return .address(try keep(verification, of: name))
    case .mounted(let name, let mount, let version):
      return .address(try keep(mount: mount, of: name, version))
    case .createJob(let new, let resolved):
      return .job(try create(new, resolved: resolved, now: now))
    case .setStatus(let name, let wanted): return .job(try set(wanted, of: name, now: now))
    case .setThrottle(let name, let throttle, let before, let keepsWindows):
      return .job(
        try set(throttle, over: before, keepsWindows: keepsWindows, of: name, now: now))
    case .redefineJob(let name, let definition, let before):
      return .job(try redefine(name, as: definition, over: before, now: now))
    case .setEnabled(let name, let isEnabled, let note):
      return .job(try set(enabled: isEnabled, note, of: name, now: now))
    case .deleteJob(let name, let cascade):
      try deleteJob(named: name, cascade: cascade, now: now)
      return .done
    case .retryJob(let name, let wish): return try retry(name, wish, now: now)
    case .createSubJob(let new, let parent, let look):
      return .job(try createSubJob(new, parent: parent, look, now: now))
    }
  }

  // MARK: - Addresses

  private func create(
    _ address: Address, resolved: Address.Location?
  ) throws(Refusal) -> Address {
    try paths.check(address.location, origin: address.origin)
    if let resolved { try paths.check(resolved, origin: address.origin) }
    guard try kept({ () throws(StoreFailure) in try store.address(named: address.name) }) == nil
    else {
      throw Refusal(
        .addressAlreadyExists,
        "there is an address '\(address.name)' already; choose another name or delete it first")
    }
    try commit(.addAddress(address))
    return address
  }

  private func deleteAddress(named name: Name) throws(Refusal) {
    let address = try existingAddress(name)
    if case .file(let path) = address.origin {
      throw Refusal(
        .invalidArgument,
        "address '\(name)' is defined by \(path); remove that file, then 'ferry reload'")
    }
    if let job = try kept({ () throws(StoreFailure) in try store.job(using: name) }) {
      throw Refusal(
        .addressOccupied,
        "address '\(name)' is used by job '\(job.definition.name)'; delete that job first")
    }
    try commit(.removeAddress(name))
  }

  private func keep(_ verification: Verification, of name: Name) throws(Refusal) -> Address {
    var address = try existingAddress(name)
    address.verification = verification
    if address.requiresMount, let mount = verification.mount { address.mount = mount }
    try commit(.updateAddress(address))
    return address
  }

  private func keep(
    mount: String, of name: Name, _ version: String
  ) throws(Refusal) -> Address {
    var address = try existingAddress(name)
    guard address.version == version, address.requiresMount, address.mount == nil else {
      return address
    }
    address.mount = mount
    try commit(.updateAddress(address))
    return address
  }

  /// Gives an address another key; of an address that was made anew meanwhile it is not the key.
  private func set(
    _ access: BucketPlace.Access, of name: Name, _ version: String, isOfList: Bool, now: Instant
  ) throws(Refusal) -> Address {
    var address = try existingAddress(name)
    guard address.version == version,
      let opened = address.location.opened(by: access, list: isOfList)
    else {
      throw Refusal(
        .updatedConcurrently,
        "address '\(name)' was changed by somebody else just now; look at it with get-address and "
          + "try again")
    }
    address.location = opened
    address.modified = now
    address.verification = nil
    try commit(.updateAddress(address))
    return address
  }

  // MARK: - Jobs

  private func create(
    _ new: NewJob, resolved: [Name: LocalPath], now: Instant
  ) throws(Refusal) -> Job {
    let what = new.definition
    guard try kept({ () throws(StoreFailure) in try store.job(named: what.name) }) == nil else {
      throw Refusal(
        .jobAlreadyExists,
        "there is a job '\(what.name)' already; choose another name or delete it first")
    }
    try checkPair(of: what, resolved: resolved)
    let twin = try kept { () throws(StoreFailure) in
      try store.job(from: what.source, to: what.destination)
    }
    if let twin {
      throw Refusal(
        .jobRepeated,
        "job '\(twin.definition.name)' already moves '\(what.source)' to '\(what.destination)'; "
          + "use it, or delete it first")
    }
    guard try kept({ () throws(StoreFailure) in try store.jobCount() }) < limits.maxJobs else {
      throw Refusal(
        .jobLimit,
        "there are \(limits.maxJobs) jobs, which is all that MaxJobs= allows; "
          + "delete some, or raise it in ferryd.conf")
    }
    try checkSchedule(of: what, now: now)
    var new = new
    new.due = firstEvents(of: new, now: now)
    try kept { () throws(StoreFailure) in try commitNaming([.addJob(new)]) }
    return try existingJob(what.name)
  }

  /// Both addresses exist, and neither side of the job lies inside the other.
  func checkPair(of what: JobDefinition, resolved: [Name: LocalPath]) throws(Refusal) {
    let (source, destination) = (
      try existingAddress(what.source), try existingAddress(what.destination)
    )
    try PairRules.check(source: source, destination: destination) { path in
      path == source.location.data ? resolved[what.source] : resolved[what.destination]
    }
  }

  /// When the rules of a job to be fire first.
  func firstEvents(of new: NewJob, now: Instant) -> [DueEvent.Kind: Instant?] {
    let job = Job(
      id: JobID(rawValue: 0), version: new.version, definition: new.definition,
      origin: new.origin, stateSince: now, watermark: now, created: now, modified: now)
    return [
      .start: next(.start, of: job, now: now), .suspend: next(.suspend, of: job, now: now),
    ]
  }

  private func set(_ wanted: Command.Wanted, of name: Name, now: Instant) throws(Refusal) -> Job {
    let job = try existingJob(name)
    switch wanted {
    case .pause: return try ask(.pause, of: job, now: now)
    case .close: return try ask(.close, of: job, now: now)
    case .start:
      if job.isRetired, case .file(let path) = job.origin {
        throw Refusal(
          .invalidArgument,
          "job '\(name)' is retired: \(path) is gone; "
            + "put the file back, then 'ferry reload'")
      }
      try refuseUnserved(job)
      try refuseSecondRetry(job)
      _ = try ask(.start, of: job, now: now)
      attempt { () throws(StoreFailure) in try admit(now: now) }
      return try existingJob(name)
    }
  }

  /// An address may have become another kind of place since the job was made.
  private func refuseUnserved(_ job: Job) throws(Refusal) {
    for side in [job.definition.source, job.definition.destination] {
      // One that is gone is the run's to tell.
      let address = try kept { () throws(StoreFailure) in try store.address(named: side) }
      if let unserved = address?.unserved { throw unserved }
    }
  }

  private func set(
    _ throttle: Throttle, over before: Throttle?, keepsWindows: Bool, of name: Name,
    now: Instant
  ) throws(Refusal) -> Job {
    var job = try existingJob(name)
    guard job.state != .deleting else {
      throw Refusal(.jobInDeleting, "job '\(name)' is being removed")
    }
    guard before == nil || before == job.definition.throttle else { throw crossed(name) }
    job.definition.throttle = throttle
    job.definition.throttleIsByHand = !keepsWindows && !job.definition.windows.isEmpty
    job.modified = now
    var change = JobChange(job: job, at: now)
    if job.state.moves, !job.definition.windows.isEmpty {
      change.due[.throttle] = .some(nextLimits(of: job, now: now))
    }
    try commit(.job(change))
    setLimits(of: job, now: now)
    return job
  }

  // MARK: - Pieces

  /// Two changes of one job have crossed.
  func crossed(_ name: Name) -> Refusal {
    Refusal(
      .updatedConcurrently,
      "job '\(name)' was changed by somebody else just now; look at it with get-job and try again")
  }

  private func existingAddress(_ name: Name) throws(Refusal) -> Address {
    guard
      let address = try kept({ () throws(StoreFailure) in try store.address(named: name) })
    else {
      throw Refusal(
        .noSuchAddress,
        "The specified import address does not exist: '\(name)'; list-address shows them")
    }
    return address
  }

  func existingJob(_ name: Name) throws(Refusal) -> Job {
    guard let job = try kept({ () throws(StoreFailure) in try store.job(named: name) }) else {
      throw Refusal(
        .noSuchJob, "The specified import job does not exist: '\(name)'; list-job shows them")
    }
    return job
  }

  func commit(_ change: StoreChange) throws(Refusal) {
    try kept { () throws(StoreFailure) in try write([change]) }
  }

  /// What the store says, or the refusal that its failure is to a client.
  func kept<Value>(_ body: () throws(StoreFailure) -> Value) throws(Refusal) -> Value {
    do {
      return try body()
    } catch {
      notes.note(.storeFailed(error))
      throw refusal(error)
    }
  }
}
