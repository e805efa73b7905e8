extension CronExpression {
  /// How many slots are looked at for the shortest interval, from the instant on and around each
  /// clock change.
  private static let intervalSample = 1_000

  /// The shortest time between two consecutive slots, as far as a bounded look shows it.
  ///
  /// A thousand slots are looked at from the instant on, and as many around each clock change of
  /// the 400 days that follow, because a change can bring two slots together.
  ///
  /// - Parameters:
  ///   - instant: From when on.
  ///   - zone: The zone whose wall the fields describe.
  /// - Returns: Whole seconds, and the slot that comes so soon after the one before it; nil if
  ///   there are no two slots.
  public func shortestInterval(
    after instant: Instant, in zone: ZoneRules
  ) -> (seconds: Int64, at: Instant)? {
    var shortest = shortestInterval(from: instant, until: nil, in: zone)
    let after = min(max(Int(instant.seconds), 0), Self.localEnd)
    var cursor = zone.cursor(at: after)
    while cursor.advance(in: zone), cursor.start <= after + 400 * 86_400 {
      guard shortest.map({ $0.seconds > 1 }) ?? true else { break }
      let change = Int64(cursor.start)
      let around = shortestInterval(
        from: Instant(seconds: change - 4 * 3_600), until: Instant(seconds: change + 4 * 3_600),
        in: zone)
      if let around, around.seconds < shortest?.seconds ?? .max { shortest = around }
    }
    return shortest
  }

  private func shortestInterval(
    from instant: Instant, until end: Instant?, in zone: ZoneRules
  ) -> (seconds: Int64, at: Instant)? {
    guard var slot = next(after: instant, in: zone) else { return nil }
    var shortest: (seconds: Int64, at: Instant)?
    for _ in 0..<Self.intervalSample {
      guard let next = next(after: slot, in: zone) else { break }
      let seconds = next.seconds - slot.seconds
      if seconds < shortest?.seconds ?? .max { shortest = (seconds, next) }
      slot = next
      // Slots are on whole seconds: there is no shorter interval.
      if seconds <= 1 { break }
      if let end, slot > end { break }
    }
    return shortest
  }
}
