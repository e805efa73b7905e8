import Migration

/// How far the jobs of a zone whose data have changed are computed again.
struct ZoneRound: Hashable, Sendable {
  /// The zone.
  let zone: String
  /// The data that they are computed with.
  let generation: String
  /// The last job that is done.
  var last: JobID?
  /// How many are.
  var jobs = 0
}
