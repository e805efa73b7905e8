public import Calendar

/// What a start rule's due event turns out to mean: pure arithmetic over the calendar.
public struct DueSlots: Hashable, Sendable {
  /// The slot to act on now, with its trigger; nil if all that came is passed over.
  public var start: (slot: Instant, trigger: Trigger)? {
    guard let slot, let trigger else { return nil }
    return (slot, trigger)
  }
  /// Slots passed over because nobody was there for them.
  public var missed: Missed?
  /// The newest slot, if it came in time and the suspend rule says that the job is to be paused.
  public var closed: Instant?
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
    /// How many.
    public var count: Int64
  }

  /// A slot that is acted on later than this has been missed, in microseconds.
  public static let lateness: Int64 = 60_000_000

  /// Looks at a start rule from its due slot to now.
  ///
  /// - Parameters:
  ///   - rule: The schedule; without a start rule the result is nil.
  ///   - due: When the due event was set for: a slot and the job's offset.
  ///   - now: The wall clock.
  ///   - zone: Rules of `rule.timeZone`.
  ///   - offset: How much later than its slot the job starts, in microseconds.
  ///   - watermark: No slot up to here is made up for; one that comes in time, by a clock that was
  ///     set back, is a slot like any other.
  ///   - continues: Whether a run that the suspend rule has paused waits: it goes on whenever the
  ///     rules' level says so, however late that is and whatever becomes of missed slots.
  /// - Returns: Nil if nothing has come yet (the clock was set back, or the zone has changed).
  public init?(
    _ rule: ScheduleRule, due: Instant, now: Instant, zone: ZoneRules, offset: Int64 = 0,
    watermark: Instant = Instant(microseconds: .min), continues: Bool = false
  ) {
    // The clock and the due instant as the rule's own slots have them.
    let clock = now.advanced(byMicroseconds: -offset)
    let due = due.advanced(byMicroseconds: -offset)
    guard let newest = rule.lastStart(upTo: clock, in: zone), newest >= due else { return nil }
    self.newest = newest
    next = rule.nextStart(after: newest, in: zone)?.advanced(byMicroseconds: offset)
    let late = clock.microseconds(since: newest)
    let isNew = newest > watermark
    let isMadeUp =
      continues || (isNew && rule.catchUp == .once && late <= rule.catchUpWindow)
    let isClosed = rule.isClosed(since: newest, now: now, in: zone)
    if late <= Self.lateness {
      if isClosed { closed = newest } else { (slot, trigger) = (newest, .schedule) }
    } else if isMadeUp, !isClosed, clock <= rule.notAfter ?? clock {
      (slot, trigger) = (newest, .catchup)
    }
    let isSettled = slot != nil || closed != nil
    let last =
      isSettled
      ? rule.lastStart(upTo: newest.advanced(byMicroseconds: -1_000_000), in: zone) : newest
    // The due instant may lie between two slots: a zone that is back after it was not there.
    let before = due.advanced(byMicroseconds: -1)
    let first = rule.nextStart(after: isNew ? max(before, watermark) : before, in: zone)
    if let first, let last, last >= first {
      missed = Missed(
        first: first, last: last, count: rule.countStarts(from: first, to: last, in: zone))
    }
  }
}
