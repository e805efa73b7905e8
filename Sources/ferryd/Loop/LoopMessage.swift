import Engine
import Migration
import Transfer

/// What other threads tell the loop.
enum LoopMessage: Sendable {
  /// A request, with the place for its answer.
  case command(Command, CommandReply)
  /// A run's threads report.
  case session(MoveEvent, job: JobID, run: RunNumber)
  /// The mover itself reports about a run.
  case mover(MoverEvent, job: JobID, run: RunNumber)
  /// A run's threads and files are let go of.
  case released(JobID)
}
