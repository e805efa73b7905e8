public import Calendar
public import Migration

extension Engine {
  /// Brings a running daemon to what its files ask for now, and to the limits that they name.
  ///
  /// Runs that go on keep the definition that they began with.
  ///
  /// - Returns: What has changed; nothing for what is as it was.
  /// - Throws: `Refusal`, as `adopt` does; then nothing has changed.
  public func reload(
    _ wish: Wish, limits: EngineLimits, paths: PathRules, now: Instant
  ) throws(Refusal) -> [Adopted] {
    guard !isDraining else {
      throw Refusal(.unavailable, "the daemon is stopping; it reads its files when it starts")
    }
    let adopted = try adopt(wish, now: now)
    self.limits = limits
    self.paths = paths
    // There may be more places now.
    attempt { () throws(StoreFailure) in try admit(now: now) }
    return adopted
  }
}
