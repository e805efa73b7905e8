import Calendar
import Migration

/// The keys of `[Schedule]` that `ferryd.conf` and a job's file have in common.
extension ConfigReader {
  /// A rule of the cron language as text; a mistake in it is recorded with a caret below it.
  mutating func rule(_ key: String) -> Located<String> {
    let rule = optional("Schedule", key)
    guard let source = rule.source else { return rule }
    do {
      _ = try CronRule(rule.value)
    } catch {
      let offset = rule.value.prefix(max(0, error.column - 1)).utf8.count
      refuse("\(error.description)\n\(error.caret)", at: source.place(atByte: offset))
    }
    return rule
  }

  mutating func catchUp(default standard: ScheduleRule.CatchUp) -> Located<ScheduleRule.CatchUp> {
    read("Schedule", "CatchUp", default: standard) { text throws(ValueProblem) in
      let words = ScheduleRule.CatchUp.allCases.map(\.rawValue)
      return ScheduleRule.CatchUp(rawValue: try ConfigValue.word(text, of: words)) ?? standard
    }
  }

  mutating func overlap(default standard: ScheduleRule.Overlap) -> Located<ScheduleRule.Overlap> {
    read("Schedule", "Overlap", default: standard) { text throws(ValueProblem) in
      let words = ScheduleRule.Overlap.allCases.map(\.rawValue)
      return ScheduleRule.Overlap(rawValue: try ConfigValue.word(text, of: words)) ?? standard
    }
  }

  mutating func catchUpWindow(default standard: Duration) -> Located<Duration> {
    read("Schedule", "CatchUpWindow", default: standard, by: ConfigValue.duration)
  }

  mutating func jitter(default standard: Duration) -> Located<Duration> {
    read("Schedule", "Jitter", default: standard) { text throws(ValueProblem) in
      let jitter = try ConfigValue.duration(text)
      guard jitter <= ScheduleKnobs.longestJitter else {
        throw ValueProblem("\(ConfigValue.shown(text)) is longer than 1w")
      }
      return jitter
    }
  }

  mutating func minInterval(default standard: Duration) -> Located<Duration> {
    read("Schedule", "MinScheduleInterval", default: standard, by: ConfigValue.duration)
  }
}
