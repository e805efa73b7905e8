import Configuration
import Engine
import Migration
import Transfer
import struct Wire.ReloadView

/// What other threads tell the loop.
enum LoopMessage: Sendable {
  /// A request, with the place for its answer.
  case command(Command, Reply<CommandResult>)
  /// Files that were read again, likewise.
  case reload(ConfigReading, Reply<ReloadView>)
  /// Something to write that is no job's, likewise.
  case work(LoopWork)
  /// A run's threads report.
  case session(MoveEvent, job: JobID, run: RunNumber)
  /// The mover itself reports about a run.
  case mover(MoverEvent, job: JobID, run: RunNumber)
  /// A run's threads and files are let go of.
  case released(JobID)

  /// Tells whoever waits for an answer that there will be none.
  func refuse(_ refusal: Refusal) {
    switch self {
    case .command(_, let reply): reply.give(.failure(refusal))
    case .reload(_, let reply): reply.give(.failure(refusal))
    case .work(let work): work.refuse(refusal)
    case .session, .mover, .released: break
    }
  }
}
