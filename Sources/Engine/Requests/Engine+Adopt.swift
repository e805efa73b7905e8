public import Calendar
public import Migration

extension Engine {
  /// Brings the store to what the files ask for: all of it in one transaction, or nothing.
  ///
  /// A job that is new begins now: the past of its rule is not replayed. A job whose schedule has
  /// changed goes on from now. A job whose file is gone is retired and keeps its history.
  ///
  /// - Throws: `Refusal` naming the file that stands against what is in the store.
  public func adopt(_ wish: Wish, now: Instant) throws(Refusal) {
    var changes: [StoreChange] = []
    var told: [EngineNote] = []
    do {
      try adoptAddresses(wish, &changes, &told)
      try adoptJobs(wish, &changes, &told, now: now)
      try commitNaming(changes)
    } catch let error as Refusal {
      throw error
    } catch let error as StoreFailure {
      throw refusal(error)
    } catch {
      throw Refusal(.internalError, "\(error)")
    }
    for note in told { notes.note(note) }
    for case .job(let change) in changes {
      mover.setThrottle(change.job.definition.throttle, of: change.job.id)
    }
  }

  private func adoptAddresses(
    _ wish: Wish, _ changes: inout [StoreChange], _ told: inout [EngineNote]
  ) throws {
    let wanted = Set(wish.addresses.map(\.name))
    for address in wish.addresses {
      guard let kept = try store.address(named: address.name) else {
        changes.append(.addAddress(address))
        told.append(.adopted(what: "address", name: address.name, how: "added"))
        continue
      }
      try refuseTaken("address", address.name, kept.origin, address.origin)
      guard kept.location != address.location || kept.origin != address.origin else { continue }
      var changed = kept
      changed.location = address.location
      changed.origin = address.origin
      changed.modified = address.modified
      changed.verification = nil
      changes.append(.updateAddress(changed))
      told.append(.adopted(what: "address", name: address.name, how: "changed"))
    }
    for kept in try store.addressesFromFiles() where !wanted.contains(kept.name) {
      try refuseInUse(kept, wish)
      changes.append(.removeAddress(kept.name))
      told.append(.adopted(what: "address", name: kept.name, how: "removed"))
    }
  }

  private func adoptJobs(
    _ wish: Wish, _ changes: inout [StoreChange], _ told: inout [EngineNote], now: Instant
  ) throws {
    let wanted = Set(wish.jobs.map(\.definition.name))
    for new in wish.jobs {
      let name = new.definition.name
      guard let kept = try store.job(named: name) else {
        var new = new
        new.created = now
        new.due = firstEvents(of: new, now: now)
        changes.append(.addJob(new))
        told.append(.adopted(what: "job", name: name, how: "added"))
        continue
      }
      if kept.state == .deleting {
        // What is left of it goes now; its ledgers are the mover's, or the sweep's at a start.
        var new = new
        new.created = now
        new.due = firstEvents(of: new, now: now)
        changes += [.job(JobChange(job: kept, records: [.remove], at: now)), .addJob(new)]
        told.append(.adopted(what: "job", name: name, how: "added"))
        continue
      }
      try refuseTaken("job", name, kept.origin, new.origin)
      guard kept.definition != new.definition || kept.isRetired || kept.origin != new.origin
      else { continue }
      var change = try redefined(kept, as: new.definition, now: now)
      change.job.origin = new.origin
      told += try stretchNotes(of: &change)
      changes.append(.job(change))
      told.append(.adopted(what: "job", name: name, how: kept.isRetired ? "revived" : "changed"))
    }
    for kept in try store.jobsFromFiles()
    where !wanted.contains(kept.definition.name) && !kept.isRetired {
      var change = JobChange(job: kept, due: [.start: nil, .suspend: nil], at: now)
      change.job.isRetired = true
      change.job.modified = now
      try endPast(of: kept, .changed, in: &change, now: now)
      told += try stretchNotes(of: &change)
      changes.append(.job(change))
      told.append(.adopted(what: "job", name: kept.definition.name, how: "retired"))
    }
  }

  private func refuseTaken(
    _ what: String, _ name: Name, _ kept: Origin, _ new: Origin
  ) throws(Refusal) {
    guard kept == .api, case .file(let path) = new else { return }
    throw Refusal(
      .invalidArgument,
      "\(path): there is a \(what) '\(name)' already that was made by request; "
        + "delete it with 'ferry delete-\(what) \(name)' or rename the file")
  }

  private func refuseInUse(_ address: Address, _ wish: Wish) throws {
    guard case .file(let path) = address.origin else { return }
    // A file's job that goes with it, has gone before or now moves something else does not hold it.
    let users = try store.jobs(using: address.name).filter {
      $0.origin == .api && $0.lineage == nil
    }.map(\.definition)
    let wanted = wish.jobs.map(\.definition).filter {
      $0.source == address.name || $0.destination == address.name
    }
    guard let job = (users + wanted).first else { return }
    throw Refusal(
      .addressOccupied,
      "\(path) is gone, but job '\(job.name)' uses address "
        + "'\(address.name)'; put the file back or remove the job first")
  }
}
