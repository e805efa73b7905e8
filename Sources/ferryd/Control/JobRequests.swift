import Calendar
import Migration
import Platform
import Wire

extension JobDefinition {
  /// What a request asks for.
  ///
  /// - Parameters:
  ///   - defaults: What a job has that leaves a key out.
  ///   - standardZone: The zone of a job that names none; fixed from here on.
  ///   - zones: Read the bounds of the schedule, which are times on a wall.
  /// - Throws: `InvalidArgument` for a rule that cannot be read, with a caret under the place.
  init(
    _ request: JobRequest, defaults: JobDefaults, standardZone: String, zones: ZoneFiles
  ) throws(Refusal) {
    self.init(
      name: try Name(request.name, of: "job"), source: try Name(request.source, of: "address"),
      destination: try Name(request.destination, of: "address"), overwrite: request.overwrite,
      copying: request.copying.turning(CopyRule()),
      throttle: request.throttle.turning(defaults.throttle),
      maxRunTime: request.maxRunTime, retry: request.retry.turning(defaults.retry),
      history: request.history.turning(defaults.history), tags: request.tags)
    windows = request.windows ?? defaults.windows
    logMode = request.logMode ?? .off
    schedule = ScheduleRule(
      start: try Self.rule(request.schedule.start, "StartCronExpression"),
      suspend: try Self.rule(request.schedule.suspend, "SuspendCronExpression"),
      maxCount: request.schedule.maxScheduleCount, catchUp: defaults.catchUp,
      catchUpWindow: defaults.catchUpWindow.microseconds, overlap: defaults.overlap,
      jitter: defaults.jitter.microseconds, minInterval: defaults.minInterval.microseconds)
    schedule.timeZone = try schedule.zone(asked: request.timeZone) ?? standardZone
    try schedule.checkPrefix(asked: request.timeZone, zones)
    try schedule.turn(request.schedule.knobs, zones)
    try filter.turn(request.filter, try schedule.rules(zones))
  }

  /// The definition with what a request changes.
  ///
  /// - Throws: `InvalidArgument` as for a new one.
  func changed(by changes: JobChanges, zones: ZoneFiles) throws(Refusal) -> JobDefinition {
    var what = self
    if let text = changes.start {
      what.schedule.start = try Self.rule(text, "StartCronExpression")
    }
    if let text = changes.suspend {
      what.schedule.suspend = try Self.rule(text, "SuspendCronExpression")
    }
    if let count = changes.maxScheduleCount { what.schedule.maxCount = count == 0 ? nil : count }
    let named = try what.schedule.zone(asked: changes.timeZone ?? "")
    if changes.timeZone == nil, let named, named != schedule.timeZone {
      throw Refusal(
        .invalidArgument,
        "the rule names the zone \(named), but the job's is \(schedule.timeZone): leave the prefix "
          + "out, or give TimeZone as well (--time-zone=\(named)), which moves both rules")
    }
    what.schedule.timeZone = named ?? schedule.timeZone
    try what.schedule.checkPrefix(asked: changes.timeZone ?? "", zones)
    try what.schedule.turn(changes.knobs, zones)
    if let time = changes.maxRunTime { what.maxRunTime = time == 0 ? nil : time }
    if let overwrite = changes.overwrite { what.overwrite = overwrite }
    what.copying = changes.copying.turning(copying)
    try what.filter.turn(changes.filter, try what.schedule.rules(zones))
    what.retry = changes.retry.turning(retry)
    what.history = changes.history.turning(history)
    if let windows = changes.windows { what.windows = windows }
    if let mode = changes.logMode { what.logMode = mode }
    if let tags = changes.tags { what.tags = tags }
    return what
  }

  private static func rule(_ text: String, _ what: String) throws(Refusal) -> CronRule? {
    guard !text.isEmpty else { return nil }
    do {
      return try CronRule(text)
    } catch {
      throw Refusal(.invalidArgument, "\(what): \(error.description)\n\(error.caret)")
    }
  }
}

extension ScheduleRule {
  /// The zone that a request or one of the rules names; nil if none does.
  fileprivate func zone(asked: String) throws(Refusal) -> String? {
    let named = [start, suspend].compactMap { $0?.expression.zoneName }
    let given = asked.isEmpty ? named : [asked] + named
    guard let first = given.first else { return nil }
    guard given.allSatisfy({ $0 == first }) else {
      throw Refusal(.invalidArgument, "the rules and TimeZone name different zones; name one")
    }
    return first
  }

  /// Refuses a prefix that names no zone of this machine, with a caret under the name.
  fileprivate func checkPrefix(asked: String, _ zones: ZoneFiles) throws(Refusal) {
    guard asked.isEmpty else { return }
    do {
      _ = try zones.rules(named: timeZone)
    } catch {
      for (name, rule) in [("StartCronExpression", start), ("SuspendCronExpression", suspend)] {
        guard let rule, let error = CronError(zoneOf: rule.text, "\(error)") else { continue }
        throw Refusal(.invalidArgument, "\(name): \(error.description)\n\(error.caret)")
      }
    }
  }

  /// Takes over what a request says beyond the rules.
  fileprivate mutating func turn(
    _ knobs: ScheduleKnobs, _ zones: ZoneFiles
  ) throws(Refusal) {
    if let value = knobs.catchUp { catchUp = value }
    if let value = knobs.catchUpWindow { catchUpWindow = value }
    if let value = knobs.overlap { overlap = value }
    if let value = knobs.jitter { jitter = value }
    if let value = knobs.minInterval { minInterval = value }
    if let text = knobs.notBefore { notBefore = try bound(text, "NotBefore", .first, zones) }
    if let text = knobs.notAfter { notAfter = try bound(text, "NotAfter", .last, zones) }
  }

  private func bound(
    _ text: String, _ name: String, _ edge: MomentText.Edge, _ zones: ZoneFiles
  ) throws(Refusal) -> Instant? {
    guard !text.isEmpty else { return nil }
    let zone = try rules(zones)
    do {
      return try MomentText.instant(text, in: zone, edge: edge)
    } catch {
      throw Refusal(.invalidArgument, "\(name): \(error)")
    }
  }

  /// The wall on which the job's times are read.
  fileprivate func rules(_ zones: ZoneFiles) throws(Refusal) -> ZoneRules {
    do {
      return try zones.rules(named: timeZone)
    } catch {
      throw Refusal(.invalidArgument, "\(error)")
    }
  }
}
