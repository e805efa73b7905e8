import Calendar
import CLinux
import Migration
import Rclone
import Store

/// Claims batches and has rclone copy their objects, some at a time, until there are no more.
final class RemoteWorker {
  /// Objects of one call: the outcome of each has its name.
  private static let mostObjects = 100
  /// Objects that a call copies at a time.
  private static let concurrency = 4
  /// Attempts for one object in all.
  private static let attempts = 3

  private let run: RunContext
  private let desk: FlightDesk
  private let client: RemoteClient
  private let patience: Patience
  private let number: Int
  private var calls = 0

  /// An object that is to be copied, or tried again.
  private struct Task {
    let index: Int
    var error: ObjectError?
  }

  init(_ run: RunContext, _ desk: FlightDesk, _ client: RemoteClient, _ number: Int) {
    self.run = run
    self.desk = desk
    self.client = client
    self.number = number
    patience = Patience(run)
  }

  /// Works until all is done or the phase ends.
  func work() {
    do throws(LedgerError) {
      while run.waitForBatch() {
        let now = Instant(microseconds: ferry_realtime_us())
        guard let claim = try run.ledger.claim(now: now) else { continue }
        // The planner may wait for this.
        run.state.change { _ in }
        let flight = try Flight(claim, ledger: run.ledger.path)
        copy(flight)
        try desk.finish(flight)
      }
    } catch {
      run.end(error)
    }
  }

  /// Copies all of a batch, and counts each object.
  private func copy(_ flight: Flight) {
    var tasks = flight.keys.indices.map { Task(index: $0) }[...]
    var attempt = 1
    while !tasks.isEmpty {
      var again: [Task] = []
      while !tasks.isEmpty {
        let part = Array(tasks.prefix(count(of: tasks, flight)))
        tasks = tasks.dropFirst(part.count)
        guard settle(part, flight, attempt, &again) else {
          return leave(again + tasks, flight)
        }
      }
      guard let last = again.last?.error else { return }
      guard patience.wait(after: attempt, last) else {
        run.end(.halted)
        return leave(again[...], flight)
      }
      tasks = again[...]
      attempt += 1
    }
  }

  private func leave(_ tasks: ArraySlice<Task>, _ flight: Flight) {
    for task in tasks { _ = flight.left(task.index) }
  }

  /// How many go in one call: with limits, about half a second's worth.
  private func count(of tasks: ArraySlice<Task>, _ flight: Flight) -> Int {
    let rates = run.limiter.rates
    let most =
      rates.objectsPerSecond == 0
      ? Self.mostObjects
      : Int(max(1, min(rates.objectsPerSecond / 2, Int64(Self.mostObjects))))
    guard rates.bitsPerSecond > 0 else { return min(most, tasks.count) }
    var bytes: Int64 = 0
    var count = 0
    for task in tasks.prefix(most) {
      bytes = bytes.addingClamped(flight.facts[task.index].size)
      if count > 0, bytes > rates.bitsPerSecond / 16 { break }
      count += 1
    }
    return count
  }

  /// Copies some, and counts those that are over.
  ///
  /// - Parameter again: Gets those that may be tried again.
  /// - Returns: False if the phase ends; then those that are not over are left already.
  private func settle(
    _ tasks: [Task], _ flight: Flight, _ attempt: Int, _ again: inout [Task]
  ) -> Bool {
    run.lookAtRoots()
    let sizes = tasks.reduce(Int64(0)) { $0.addingClamped(flight.facts[$1.index].size) }
    guard !run.stop.isSet, run.limiter.take(objects: tasks.count, bytes: sizes) else {
      run.end(.halted)
      leave(tasks[...], flight)
      return false
    }
    var goesOn = true
    for (task, error) in zip(tasks, outcomes(tasks, flight)) {
      let index = task.index
      guard let error else {
        run.progress.fly(objects: 1, bytes: flight.facts[index].size)
        _ = flight.copied(index)
        continue
      }
      if error.cause == .stopped {
        run.end(.halted)
        _ = flight.left(index)
        goesOn = false
      } else if run.endsRun(error) || isOutage(error, attempt) {
        _ = flight.left(index)
        goesOn = false
      } else if error.mayPass, attempt < Self.attempts {
        again.append(Task(index: index, error: error))
      } else {
        run.progress.fly(failures: 1)
        _ = flight.failed(index, error, attempts: attempt)
      }
    }
    return goesOn
  }

  /// Whether nobody answers any more, so that other objects would fail alike; the phase ends then.
  private func isOutage(_ error: ObjectError, _ attempt: Int) -> Bool {
    guard attempt == Self.attempts, let outage = error.outage else { return false }
    run.end(.blocked("\(outage); start the job to go on."))
    return true
  }

  /// What went wrong with each; nil for what went well.
  private func outcomes(_ tasks: [Task], _ flight: Flight) -> [ObjectError?] {
    var outcomes = [ObjectError?](repeating: nil, count: tasks.count)
    var files: [Int] = []
    for (place, task) in tasks.enumerated() {
      guard flight.facts[task.index].kind == .folder else {
        files.append(place)
        continue
      }
      do throws(ObjectError) {
        try client.makeFolder(flight.keys[task.index])
      } catch {
        outcomes[place] = error
      }
    }
    guard !files.isEmpty else { return outcomes }
    calls += 1
    // Inside a large file there is nothing else to be seen for a long time.
    let (progress, most) = (
      run.progress, files.reduce(Int64(0)) { $0.addingClamped(flight.facts[tasks[$1].index].size) }
    )
    var flown: Int64 = 0
    // They are whole now, and counted as such, or nothing.
    defer { progress.fly(bytes: -flown) }
    do throws(ObjectError) {
      let found = try client.copy(
        files.map { flight.keys[tasks[$0].index] }, copying(files.count, flight),
        group: "\(run.ledger.token)-\(number)-\(calls)",
        moved: { bytes in
          let now = min(bytes, most)
          progress.fly(bytes: now - flown)
          flown = now
        })
      for (place, error) in zip(files, found) { outcomes[place] = error }
    } catch {
      for place in files { outcomes[place] = error }
    }
    return outcomes
  }

  private func copying(_ count: Int, _ flight: Flight) -> RcloneCopying {
    var copying = RcloneCopying()
    copying.concurrency = min(Self.concurrency, count)
    let rate = run.limiter.rates.bitsPerSecond
    if rate > 0 { copying.bytesPerSecond = max(1, rate / 8 / Int64(copying.concurrency)) }
    copying.comparesSums = run.order.rule.verify.readsAgain
    // What an earlier claim has copied already; without kept times that cannot be told.
    copying.leavesEqual = flight.claim.retestSince != nil && client.keepsTimes
    return copying
  }
}
