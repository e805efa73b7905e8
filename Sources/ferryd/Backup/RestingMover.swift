import Engine
import Migration

/// A mover for a state that nobody moves anything by yet: it holds no run.
final class RestingMover: MoverPort {
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
