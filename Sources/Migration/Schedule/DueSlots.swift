public import Calendar

/// What a start rule's due event turns out to mean: pure arithmetic over the calendar.
public struct DueSlots: Hashable, Sendable {
  /// The slot to act on now, with its trigger; nil if all that came is recorded as missed.
  public var start: (slot: Instant, trigger: Trigger)? {
    guard let slot, let trigger else { return nil }
    return (slot, trigger)
  }
  /// Slots passed over.
  public var missed: Missed?
  /// The newest slot that came, which is the job's new watermark.
  public var newest: Instant
  /// When the rule is due again; nil if never.
  public var next: Instant?

  private var slot: Instant?
  private var trigger: Trigger?

  /// A stretch of slots that nobody was there for.
  public struct Missed: Hashable, Sendable {
    /// The first of them.
    public var first: Instant
    /// The last of them.
    public var last: Instant
    /// How many, counted up to `DueSlots.countLimit`.
    public var count: Int64
  }

  /// A slot that is acted on later than this has been missed, in microseconds.
  public static let lateness: Int64 = 60_000_000
  /// Counting missed slots ends here: the number is for people.
  public static let countLimit: Int64 = 100_000

  /// Looks at a start rule from its due slot to now.
  ///
  /// - Parameters:
  ///   - rule: The schedule; without a start rule the result is nil.
  ///   - due: The slot that the due event was set for.
  ///   - now: The wall clock.
  ///   - zone: Rules of `rule.timeZone`.
  ///   - watermark: No slot up to here is acted on, even if it is due.
  ///   - continues: Whether a run that the suspend rule has paused waits: it goes on whenever the
  ///     rules' level says so, however late that is and whatever becomes of missed slots.
  /// - Returns: Nil if nothing has come yet (the clock was set back, or the zone has changed).
  public init?(
    _ rule: ScheduleRule, due: Instant, now: Instant, zone: ZoneRules,
    watermark: Instant = Instant(microseconds: .min), continues: Bool = false
  ) {
    guard let expression = rule.start?.expression,
      let newest = expression.previous(atOrBefore: now, in: zone), newest >= due
    else { return nil }
    self.newest = newest
    next = expression.next(after: newest, in: zone)
    let late = now.microseconds(since: newest)
    let isMadeUp = continues || (rule.catchUp == .once && late <= rule.catchUpWindow)
    if newest > watermark, late <= Self.lateness {
      (slot, trigger) = (newest, .schedule)
    } else if newest > watermark, isMadeUp,
      !Self.isClosed(rule, since: newest, now: now, zone: zone)
    {
      (slot, trigger) = (newest, .catchup)
    }
    let last = slot == nil ? newest : Self.before(newest, expression, zone)
    // The due instant may lie between two slots: a zone that is back after it was not there.
    let first = expression.next(after: due.advanced(byMicroseconds: -1), in: zone)
    if let first, let last, last >= first {
      missed = Missed(
        first: first, last: last, count: Self.count(expression, from: first, to: last, zone))
    }
  }

  /// Whether the suspend rule has fired since: then the level is "paused".
  private static func isClosed(
    _ rule: ScheduleRule, since slot: Instant, now: Instant, zone: ZoneRules
  ) -> Bool {
    guard let suspend = rule.suspend?.expression.previous(atOrBefore: now, in: zone) else {
      return false
    }
    return suspend >= slot
  }

  private static func before(
    _ slot: Instant, _ expression: CronExpression, _ zone: ZoneRules
  ) -> Instant? {
    expression.previous(atOrBefore: slot.advanced(byMicroseconds: -1_000_000), in: zone)
  }

  /// How many slots a rule has from one to another, both counted, up to `countLimit`.
  public static func count(
    _ expression: CronExpression, from first: Instant, to last: Instant, _ zone: ZoneRules
  ) -> Int64 {
    var count: Int64 = 1
    var slot = first
    while slot < last, count < countLimit, let next = expression.next(after: slot, in: zone) {
      slot = next
      count += 1
    }
    return count
  }
}
