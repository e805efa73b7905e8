import Migration
import Store

/// Copies the objects that a desk hands out, one after another, until there are no more.
final class BucketWorker {
  private let run: RunContext
  private let desk: FlightDesk
  private let pressure: Pressure
  private let mover: any BucketMover
  private let patience: Patience

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
      while let task = try desk.next() {
        if settle(task) { try desk.finish(task.flight) }
      }
    } catch {
      run.end(error)
    }
  }

  /// Copies an object, again and again if that may help, and counts it.
  ///
  /// - Returns: Whether it was the last one of its batch.
  private func settle(_ task: Flight.Task) -> Bool {
    var attempt = 1
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
        guard error.mayPass, attempt < Patience.attempts else {
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
    if run.stop.isSet { throw .stopped }
    guard pressure.enter() else { throw .stopped }
    var isPressed = false
    defer { pressure.leave(isPressed: isPressed) }
    do throws(ObjectError) {
      try mover.move(task)
    } catch {
      isPressed = error.isPressed
      throw error
    }
  }
}
