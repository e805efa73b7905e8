import Calendar
import Configuration
import Doctor
import Engine
import Migration
import Platform
import Store
import Wire

extension Examiner {
  private static let page = 200
  private static let mostTold = 50
  private static let mostNext = 5

  /// All root jobs: what needs a person, what rests, what is next, what has not succeeded for long.
  var schedules: Check {
    Check("jobs", patience: 25) { [reader, loader] check in
      let end = MonotonicTime.now().advanced(byNanoseconds: 15_000_000_000)
      var round = JobRound(check: check, zones: loader.zones, now: WallClock.now())
      var marker: Name?
      do throws(Refusal) {
        repeat {
          let after = marker
          let jobs = try reader.read { (store) throws(StoreFailure) in
            var looks: [JobLook] = []
            for job in try store.jobs(after: after, limit: Self.page, all: false).jobs {
              looks.append(
                JobLook(
                  job: job, next: try store.nextStart(of: job),
                  success: try store.lastSuccess(of: job.id)))
            }
            return looks
          }
          for facts in jobs { round.look(at: facts) }
          marker = jobs.count < Self.page ? nil : jobs.last?.job.definition.name
        } while marker != nil && MonotonicTime.now() < end
        return round.findings(isWhole: marker == nil)
      } catch {
        return [FindingView(.problem, check, error.message)]
      }
    }
  }

  /// A job with what the database says of it.
  private struct JobLook {
    let job: Job
    let next: Instant?
    let success: Instant?
  }

  /// What is found while the jobs are looked at, one after another.
  private struct JobRound {
    let check: String
    let zones: ZoneFiles
    let now: Instant
    private var count = 0
    private var bad: [FindingView] = []
    private var resting: [String] = []
    private var next: [(name: String, at: Instant)] = []
    private var rules: [String: ZoneRules] = [:]

    init(check: String, zones: ZoneFiles, now: Instant) {
      self.check = check
      self.zones = zones
      self.now = now
    }

    mutating func look(at facts: JobLook) {
      count += 1
      let (job, name) = (facts.job, facts.job.definition.name.text)
      if let why = job.state.attention {
        add(.problem, "needs somebody: \(why)", name, "mend it, then 'ferry start-job \(name)'")
      }
      guard job.definition.schedule.start != nil else { return }
      if let rest = rest(of: job) { return resting.append("\(name) (\(rest))") }
      guard let zone = zone(of: job) else { return }
      if let at = facts.next {
        next.append((name, at))
        next.sort { $0.at < $1.at }
        next = Array(next.prefix(mostNext))
      }
      judgeAge(facts, zone)
    }

    /// Why a schedule rests; nil if it does not.
    private func rest(of job: Job) -> String? {
      if job.isRetired { return "its file is gone" }
      if !job.definition.enabled {
        return job.note.isEmpty ? "disabled" : "disabled: \(job.note)"
      }
      if job.facts.isExhausted {
        return "exhausted: \(job.scheduleSpent) runs"
      }
      return job.isOver(at: now) ? "NotAfter has passed" : nil
    }

    private mutating func zone(of job: Job) -> ZoneRules? {
      let name = job.definition.schedule.timeZone
      if let known = rules[name] { return known }
      do {
        let zone = try zones.rules(named: name)
        rules[name] = zone
        return zone
      } catch {
        add(
          .problem, "its schedule rests: \(error)", job.definition.name.text,
          "install tzdata, or correct its TimeZone")
        return nil
      }
    }

    /// Two slots have passed since the last success: the job fails, or does not run.
    private mutating func judgeAge(_ facts: JobLook, _ zone: ZoneRules) {
      let job = facts.job
      let rule = job.definition.schedule
      // A run that goes on may still succeed; edits and enabling begin anew.
      guard job.state.attention == nil, !job.state.isUnderWay,
        let last = rule.lastStart(upTo: now, in: zone),
        let before = rule.lastStart(upTo: last.advanced(byMicroseconds: -1), in: zone)
      else { return }
      let since = max(facts.success ?? job.created, job.modified)
      guard since < before, now.microseconds - last.microseconds > grace else { return }
      let name = job.definition.name.text
      let text =
        facts.success.map {
          "its last success is \(AgeText.text(microseconds: now.microseconds - $0.microseconds)) old"
        } ?? "it has never succeeded"
      add(
        .warning, "\(text), more than two of its periods", name,
        "'ferry list-job-history \(name)', 'ferry failed \(name)'")
    }

    private mutating func add(
      _ level: FindingView.Level, _ what: String, _ name: String, _ remedy: String
    ) {
      bad.append(FindingView(level, check, "\(name): \(what)", at: name, remedy: remedy))
    }

    func findings(isWhole: Bool) -> [FindingView] {
      var findings = Array(bad.prefix(mostTold))
      if bad.count > mostTold {
        findings.append(
          FindingView(.warning, check, "\(bad.count - mostTold) more jobs are not well"))
      }
      if !isWhole {
        findings.append(
          FindingView(.warning, check, "only the newest \(count) jobs could be looked at in time"))
      }
      var text = "\(count) jobs"
      if !next.isEmpty {
        let starts = next.map { "\($0.name) \(ISOTime.text($0.at))" }
        text += "; next: " + starts.joined(separator: ", ")
      }
      if !resting.isEmpty {
        text += "; resting: " + resting.prefix(10).joined(separator: ", ")
        if resting.count > 10 { text += " and \(resting.count - 10) more" }
      }
      return findings + [FindingView(.ok, check, text)]
    }

    /// What a run that has just ended needs to be recorded.
    private let grace: Int64 = 10_000_000
  }
}
