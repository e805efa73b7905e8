import Migration
import Synchronization
import Transfer

/// The runs that go on, for threads that want to know how far they are.
final class ProgressBoard: Sendable {
  private let sessions = Mutex<[JobID: MoveSession]>([:])

  /// The figures of a job's run; nil if none goes on.
  func progress(of job: JobID) -> RunCounts? {
    sessions.withLock { $0[job] }?.progress
  }

  /// Shows a run, or with nil takes it off.
  func show(_ session: MoveSession?, of job: JobID) {
    sessions.withLock { $0[job] = session }
  }
}
