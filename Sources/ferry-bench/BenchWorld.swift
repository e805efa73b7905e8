import Calendar
import Engine
import Migration
import Store

/// An engine on a real store, with a mover that moves nothing.
final class BenchWorld {
  let store: JobDatabase
  let engine: Engine

  init(_ path: String) throws {
    store = try JobDatabase(writing: path)
    // No place at all: what is measured is the schedule, not the runs.
    engine = Engine(
      store: store, mover: IdleMover(), zones: OnlyUTC(), notes: Silence(),
      limits: EngineLimits(maxRunningJobs: 0, maxJobs: .max), paths: PathRules(own: []),
      serverZone: "UTC", freshVersion: { "" })
  }
}

private final class IdleMover: MoverPort {
  func prepare(_ job: Job, run: RunNumber) {}
  func move(_ job: Job, run: RunNumber) {}
  func halt(_ job: JobID) {}
  func settle(_ job: Job, run: RunNumber) {}
  func release(_ job: JobID) {}
  func discard(_ job: JobID) {}
  func forget(_ job: JobID, runs: [RunNumber]) {}
  func setThrottle(_ throttle: Throttle, of job: JobID) {}
  func progress(of job: JobID) -> RunCounts? { nil }
}

private final class OnlyUTC: ZonePort {
  func zone(named name: String) -> ZoneRules? { .utc }
  func generation(of name: String) -> String? { "" }
  func refresh() {}
}

private final class Silence: NotePort {
  func note(_ note: EngineNote, of job: Job?) {}
}
