extension Engine {
  /// Takes how much space is free beside the state, in bytes.
  ///
  /// Below the limit no run begins: those that are asked for wait in their order. What goes on goes
  /// on, for it needs little: its ledger is there.
  public func measured(free: Int64) {
    let limit = limits.minFreeSpace
    // An eighth more to begin again: what is freed by a run must not let it begin and stop in turns.
    let enough = shortage == nil ? limit : limit.addingReportingOverflow(limit / 8).partialValue
    guard free < enough else {
      guard shortage != nil else { return }
      shortage = nil
      return notes.note(.spaceBack)
    }
    let now = SpaceShortage(free: free, limit: limit)
    if shortage == nil { notes.note(.spaceShort(now)) }
    shortage = now
  }
}
