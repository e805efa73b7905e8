import Migration

/// A report of the mover about one run, kept until the store has taken what follows from it.
struct MoverReport: Hashable, Sendable {
  var event: MoverEvent
  var job: JobID
  var run: RunNumber
}
