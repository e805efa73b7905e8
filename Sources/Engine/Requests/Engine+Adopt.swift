public import Calendar
public import Migration

extension Engine {
  /// Brings the store to what the files ask for: all of it in one transaction, or nothing.
  ///
  /// A job that is new begins now: the past of its rule is not replayed. A job whose schedule has
  /// changed goes on from now. A job whose file is gone is retired and keeps its history.
  ///
  /// - Returns: What has changed; nothing for what is as it was.
  /// - Throws: `Refusal` with a line for each file that stands against what is in the store.
  @discardableResult
  public func adopt(_ wish: Wish, now: Instant) throws(Refusal) -> [Adopted] {
    var adoption = Adoption()
    do throws(StoreFailure) {
      try adoptAddresses(wish, &adoption)
      try adoptJobs(wish, &adoption, now: now)
      if adoption.objections.isEmpty { try commitNaming(adoption.changes) }
    } catch {
      throw refusal(error)
    }
    if let first = adoption.objections.first {
      throw Refusal(first.code, adoption.objections.map(\.message).joined(separator: "\n"))
    }
    for note in adoption.told { notes.note(note) }
    for case .job(let change) in adoption.changes {
      setLimits(of: change.job, now: now)
    }
    return adoption.adopted
  }

  /// What is to be written, and what stands against it.
  private struct Adoption {
    var changes: [StoreChange] = []
    var told: [EngineNote] = []
    var adopted: [Adopted] = []
    var objections: [Refusal] = []

    mutating func tell(_ what: String, _ name: Name, _ how: String) {
      told.append(.adopted(what: what, name: name, how: how))
      adopted.append(Adopted(what: what, name: name, how: how))
    }

    /// Notes that a request has taken the name; true if it has.
    mutating func isTaken(_ what: String, _ name: Name, _ kept: Origin, _ new: Origin) -> Bool {
      guard kept == .api, case .file(let path) = new else { return false }
      objections.append(
        Refusal(
          .invalidArgument,
          "\(path):1:1: there is \(what == "address" ? "an" : "a") \(what) '\(name)' already that was made by request; "
            + "delete it with 'ferry delete-\(what) \(name)' or rename the file"))
      return true
    }
  }

  private func adoptAddresses(
    _ wish: Wish, _ adoption: inout Adoption
  ) throws(StoreFailure) {
    let wanted = Set(wish.addresses.map(\.name))
    for address in wish.addresses {
      guard let kept = try store.address(named: address.name) else {
        adoption.changes.append(.addAddress(address))
        adoption.tell("address", address.name, "added")
        continue
      }
      if adoption.isTaken("address", address.name, kept.origin, address.origin) { continue }
      guard
        kept.location != address.location || kept.origin != address.origin
          || kept.requiresMount != address.requiresMount
      else { continue }
      if let objection = try objection(to: address) {
        adoption.objections.append(objection)
        continue
      }
      var changed = kept
      changed.location = address.location
      changed.requiresMount = address.requiresMount
      if !kept.requiresMount || kept.location != address.location { changed.mount = nil }
      changed.origin = address.origin
      changed.modified = address.modified
      changed.verification = nil
      adoption.changes.append(.updateAddress(changed))
      adoption.tell("address", address.name, "changed")
    }
    for kept in try store.addressesFromFiles() where !wanted.contains(kept.name) {
      if let objection = try objection(toTheEndOf: kept, wish) {
        adoption.objections.append(objection)
        continue
      }
      adoption.changes.append(.removeAddress(kept.name))
      adoption.tell("address", kept.name, "removed")
    }
  }

  private func adoptJobs(
    _ wish: Wish, _ adoption: inout Adoption, now: Instant
  ) throws(StoreFailure) {
    let wanted = Set(wish.jobs.map(\.definition.name))
    for new in wish.jobs {
      let name = new.definition.name
      guard let kept = try store.job(named: name) else {
        var new = new
        new.created = now
        new.due = firstEvents(of: new, now: now)
        adoption.changes.append(.addJob(new))
        adoption.tell("job", name, "added")
        continue
      }
      if kept.state == .deleting {
        // What is left of it goes now; its ledgers are the mover's, or the sweep's at a start.
        var new = new
        new.created = now
        new.due = firstEvents(of: new, now: now)
        adoption.changes += [
          .job(JobChange(job: kept, records: [.remove], at: now)), .addJob(new),
        ]
        adoption.tell("job", name, "added")
        continue
      }
      if adoption.isTaken("job", name, kept.origin, new.origin) { continue }
      guard kept.definition != new.definition || kept.isRetired || kept.origin != new.origin
      else { continue }
      var change = try redefined(kept, as: new.definition, now: now)
      change.job.origin = new.origin
      adoption.told += try stretchNotes(of: &change)
      adoption.changes.append(.job(change))
      adoption.tell("job", name, kept.isRetired ? "revived" : "changed")
    }
    for kept in try store.jobsFromFiles()
    where !wanted.contains(kept.definition.name) && !kept.isRetired {
      var change = JobChange(job: kept, due: [.start: nil, .suspend: nil], at: now)
      change.job.isRetired = true
      change.job.modified = now
      try endPast(of: kept, .changed, in: &change, now: now)
      adoption.told += try stretchNotes(of: &change)
      adoption.changes.append(.job(change))
      adoption.tell("job", kept.definition.name, "retired")
    }
  }

  /// What stands against an address that becomes what no job can use; nil if nothing does.
  ///
  /// Jobs of files have been judged with the files.
  private func objection(to address: Address) throws(StoreFailure) -> Refusal? {
    guard let unserved = address.unserved, case .file(let path) = address.origin else { return nil }
    let users = try store.jobs(using: address.name).filter { $0.origin == .api }
    guard let job = users.first else { return nil }
    return Refusal(
      .addressOccupied, "\(path):1:1: job '\(job.definition.name)' uses it: \(unserved.message)")
  }

  /// What stands against the removal of an address whose file is gone; nil if nothing does.
  private func objection(
    toTheEndOf address: Address, _ wish: Wish
  ) throws(StoreFailure) -> Refusal? {
    guard case .file(let path) = address.origin else { return nil }
    // A file's job that goes with it, has gone before or now moves something else does not hold it.
    let users = try store.jobs(using: address.name).filter {
      $0.origin == .api && $0.lineage == nil
    }.map(\.definition)
    let wanted = wish.jobs.map(\.definition).filter {
      $0.source == address.name || $0.destination == address.name
    }
    guard let job = (users + wanted).first else { return nil }
    return Refusal(
      .addressOccupied,
      "\(path) is gone, but job '\(job.name)' uses address "
        + "'\(address.name)'; put the file back or remove the job first")
  }
}
