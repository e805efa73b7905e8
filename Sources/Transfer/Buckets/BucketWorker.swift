import Migration
import Store

/// Copies the objects that a desk hands out, one after another, until there are no more.
final class BucketWorker {
  private let run: RunContext
  private let desk: FlightDesk
  private let pressure: Pressure
  private let mover: any BucketMover
  private let patience: Patience
  /// How often an upload that a store has forgotten is begun anew.
  private static let mostUploads = 3

  init(_ run: RunContext, _ desk: FlightDesk, _ pressure: Pressure, _ mover: any BucketMover) {
    self.run = run
    self.desk = desk
    self.pressure = pressure
    self.mover = mover
    patience = Patience(run)
  }

  /// Works until all is done or the phase ends.
  func work() {
    do throws(LedgerError) {
      while let work = try desk.next() {
        switch work {
        case .object(let task):
          let isLast = settle(task)
          desk.isOver(work)
          if isLast { try desk.finish(task.flight) }
        case .part(let part, let job):
          move(part, of: job)
          desk.isOver(work)
        }
      }
    } catch {
      run.end(error)
    }
  }

  /// Copies an object, again and again if that may help, and counts it.
  ///
  /// - Returns: Whether it was the last one of its batch.
  private func settle(_ task: Flight.Task) -> Bool {
    var (attempt, uploads) = (1, 1)
    while true {
      do throws(ObjectError) {
        try move(task)
        run.progress.fly(objects: 1, bytes: task.facts.size)
        return task.flight.copied(task.index)
      } catch {
        if error.cause == .stopped {
          run.end(.halted)
          return task.flight.left(task.index)
        }
        if run.endsRun(error) { return task.flight.left(task.index) }
        if attempt == Patience.attempts, let outage = error.outage {
          run.end(.blocked("\(outage); start the job to go on."))
          return task.flight.left(task.index)
        }
        if error.isOfGoneUpload { uploads += 1 }
        guard error.mayPass, attempt < Patience.attempts, uploads <= Self.mostUploads else {
          mover.giveUp(task)
          run.progress.fly(failures: 1)
          return task.flight.failed(task.index, error, attempts: attempt)
        }
        guard patience.wait(after: attempt, error) else {
          run.end(.halted)
          return task.flight.left(task.index)
        }
        attempt += 1
      }
    }
  }

  private func move(_ task: Flight.Task) throws(ObjectError) {
    run.lookAtRoots()
    let begun = try pressed { () throws(ObjectError) in try mover.move(task) }
    guard let job = begun else { return }
    run.progress.fly(bytes: job.moved)
    desk.open(job)
    while let part = job.take() { move(part, of: job) }
    desk.close(job)
    job.join()
    // It is whole now, and counted as such, or nothing.
    defer { run.progress.fly(bytes: -job.moved) }
    if let failure = job.failure ?? (run.stop.isSet ? .stopped : nil) {
      return try mover.end(job, after: failure)
    }
    try pressed { () throws(ObjectError) in try mover.end(job, after: nil) }
  }

  /// Moves a part, again and again if that may help.
  private func move(_ part: PartJob.Part, of job: PartJob) {
    var attempt = 1
    while true {
      do throws(ObjectError) {
        run.lookAtRoots()
        let tag = try pressed { () throws(ObjectError) in try mover.move(part, of: job) }
        try run.record(part: part.number, tag: tag, of: job.begin)
        run.progress.fly(bytes: part.length)
        return job.moved(part, tag: tag)
      } catch {
        guard error.mayPass, !error.isOfWholeObject, job.failure == nil,
          attempt < Patience.attempts
        else { return job.failed(error) }
        guard patience.wait(after: attempt, error) else { return job.failed(.stopped) }
        attempt += 1
      }
    }
  }

  /// Does something that asks a store, as soon as the store may be asked.
  private func pressed<Result>(
    _ body: () throws(ObjectError) -> Result
  ) throws(ObjectError) -> Result {
    if run.stop.isSet { throw .stopped }
    guard pressure.enter() else { throw .stopped }
    var isPressed = false
    defer { pressure.leave(isPressed: isPressed) }
    do throws(ObjectError) {
      return try body()
    } catch {
      isPressed = error.isPressed
      throw error
    }
  }
}

extension RunContext {
  /// Records that a part is there.
  fileprivate func record(
    part number: Int, tag: String, of upload: Upload
  ) throws(ObjectError) {
    try recorded { () throws(LedgerError) in
      try ledger.record(part: number, tag: tag, of: upload)
    }
  }

  /// Asks the ledger; its failure ends the phase.
  func recorded<Result>(
    _ body: () throws(LedgerError) -> Result
  ) throws(ObjectError) -> Result {
    do throws(LedgerError) {
      return try body()
    } catch {
      end(error)
      throw .stopped
    }
  }
}
