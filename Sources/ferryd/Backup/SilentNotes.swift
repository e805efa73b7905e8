import Engine
import Migration

/// A log for what a daemon would tell: nobody needs a line for each job of a backup.
final class SilentNotes: NotePort {
  func note(_ note: EngineNote, of job: Job?) {}
}
