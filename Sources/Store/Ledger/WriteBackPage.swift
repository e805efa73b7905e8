import Migration

/// A part of a retry's outcome, which goes into the root run's ledger in one transaction.
struct WriteBackPage {
  /// Objects that were moved, or need not be any more, with their facts of now.
  var recovered: [(key: [UInt8], facts: ObjectFacts)] = []
  /// Objects that failed again, or that only the retry has found.
  var failed: [ListedFailure] = []
  /// How far the write-back has come with it.
  var next: Place

  /// How far a write-back has come.
  struct Place {
    /// Whether the retry has done all that it was to do.
    let isSealed: Bool
    /// Whether a part of the outcome was written before: attempts have been added up then.
    let isAgain: Bool
    /// What it is going through.
    var step = Step.recoveries
    /// The last batch, where it goes through batches.
    var batch: Int64 = 0
    /// The last key, where it goes through keys.
    var key: [UInt8] = []

    /// The beginning of the step after this one.
    var nextStep: Place {
      Place(
        isSealed: isSealed, isAgain: isAgain, step: Step(rawValue: step.rawValue + 1) ?? .done)
    }
  }

  /// The parts of a retry's ledger; the raw values stand in the root's.
  ///
  /// What failed comes last: it is the newest word on a key that another part speaks of too.
  enum Step: Int64 {
    case recoveries = 0
    case batches = 1
    case folders = 2
    case failures = 3
    case done = 4
  }
}
