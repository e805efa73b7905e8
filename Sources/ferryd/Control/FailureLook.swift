import Migration
import Store

/// Looks into the lists of failed objects that runs leave behind, beside the mover.
struct FailureLook {
  let ledgers: LedgerFolder

  /// A page of a run's failed objects in key order.
  ///
  /// - Parameters:
  ///   - key: The last one that the caller has, nil to begin.
  ///   - all: Whether those are told too that retries have moved.
  /// - Throws: `InternalError` if the list cannot be read, with what to do.
  func page(
    of run: FamilyRun, after key: ObjectKey?, all: Bool, limit: Int
  ) throws(Refusal) -> [ListedFailure] {
    do throws(LedgerError) {
      return try list(of: run).page(after: key, all ? .all : .failing, limit: limit)
    } catch {
      // A run that has not come to its first object has no list, and nothing in it.
      if error.isAbsent, run.job.state.run == run.number, run.job.state.status.isUnsettled {
        return []
      }
      throw Refusal(.internalError, error.description)
    }
  }

  /// What of a run still fails, by the reason.
  func remainder(of run: FamilyRun) throws(LedgerError) -> Remainder {
    try list(of: run).remainder()
  }

  private func list(of run: FamilyRun) throws(LedgerError) -> FailureList {
    let place = LedgerPlace(
      path: ledgers.ledger(of: run.job.id, run.number), job: run.job.version,
      run: run.number.rawValue)
    guard let root = run.root, let lineage = run.job.lineage else {
      return try FailureList(of: place)
    }
    return try FailureList(
      of: place,
      root: LedgerPlace(
        path: ledgers.ledger(of: root.id, lineage.rootRun), job: root.version,
        run: lineage.rootRun.rawValue))
  }
}
