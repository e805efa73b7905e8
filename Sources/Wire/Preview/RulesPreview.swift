public import Calendar
public import Migration

/// The coming instants of a start rule and of a suspend rule, as people are told them.
public struct RulesPreview: Sendable {
  private let start: CronExpression
  private let suspend: CronExpression?
  private let zone: ZoneRules
  /// The job whose rules they are: its bounds and its offset count; nil for rules without a job.
  private let job: Job?

  /// A preview of rules in the zone in which both are read.
  public init(start: CronExpression, suspend: CronExpression? = nil, zone: ZoneRules) {
    (self.start, self.suspend, self.zone, job) = (start, suspend, zone, nil)
  }

  /// A preview of a job's rules; nil if it has no start rule.
  ///
  /// - Parameters:
  ///   - job: The job as it stands.
  ///   - zone: Rules of its zone.
  public init?(of job: Job, zone: ZoneRules) {
    guard let start = job.definition.schedule.start else { return nil }
    self.start = start.expression
    suspend = job.definition.schedule.suspend?.expression
    self.zone = zone
    self.job = job
  }

  /// Starts after an instant, soonest first, with the suspends between them.
  ///
  /// Of suspends that follow each other only the first is told: the rest change nothing.
  ///
  /// - Parameters:
  ///   - instant: All instants are later than this one.
  ///   - count: How many starts.
  ///   - limit: After so many starts that the suspend rule does not undo there are no more.
  public func instants(
    after instant: Instant, count: Int, limit: Int64 = .max
  ) -> [NextStart] {
    var rows: [NextStart] = []
    var last = instant
    var effective: Int64 = 0
    var pause = suspend?.next(after: instant, in: zone)
    for _ in 0..<count {
      guard effective < limit, let at = nextStart(after: last) else { break }
      let slot = at.advanced(byMicroseconds: -offset)
      if let pause, pause < slot { insert(pause, into: &rows) }
      var told = row(slot, start, rule: "start")
      if offset > 0 {
        (told.utc, told.local) = (at, zone.text(of: at))
        told.zone = zone.abbreviation(at: at)
        told.add(note: "the start of \(zone.text(of: slot)), moved by Jitter")
      }
      pause = suspend?.next(after: slot.advanced(byMicroseconds: -1), in: zone)
      if pause == slot {
        told.add(note: "the suspend rule fires in the same second and wins")
      } else if let pause, pause <= at {
        told.add(note: "the suspend rule fires before it and wins")
      } else {
        effective += 1
      }
      rows.append(told)
      last = at
    }
    if let pause { insert(pause, into: &rows) }
    NextStart.markClockChanges(in: &rows, after: instant, zone: zone)
    return rows
  }

  /// What the authors of the rules should know, a sentence each.
  ///
  /// - Parameter instant: Clock changes after it are looked at.
  public func warnings(after instant: Instant) -> [String] {
    if let job {
      return job.definition.schedule.warnings(in: zone, now: instant).map(\.description)
    }
    var warnings = start.warnings + start.clockChangeWarnings(after: instant, in: zone)
    if let suspend {
      warnings +=
        (suspend.warnings + suspend.clockChangeWarnings(after: instant, in: zone))
        .map { "suspend rule: \($0)" }
    }
    return warnings
  }

  /// How much later than its slots the job starts, in microseconds.
  private var offset: Int64 { job?.startOffset ?? 0 }

  /// When the start rule is acted on next.
  private func nextStart(after instant: Instant) -> Instant? {
    guard let job else { return start.next(after: instant, in: zone) }
    return job.nextStart(after: instant, zone: zone)
  }

  /// Enters a suspend in its place: it may come between a slot and the start that is moved.
  private func insert(_ pause: Instant, into rows: inout [NextStart]) {
    let before = rows.lastIndex { $0.utc.map { $0 <= pause } ?? true }
    rows.insert(row(pause, suspend, rule: "suspend"), at: before.map { $0 + 1 } ?? 0)
  }

  private func row(_ instant: Instant, _ rule: CronExpression?, rule name: String) -> NextStart {
    var row = NextStart(instant, of: rule, in: zone)
    row.rule = name
    return row
  }
}
