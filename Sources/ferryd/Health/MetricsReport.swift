import Calendar
import Engine
import Glibc
import Migration
import SQLite
import Store
import Wire

/// The daemon's figures as a text: those of jobs are read from the database beside the loop.
struct MetricsReport {
  let reader: Reader
  let tally: Tally
  let database: String
  let started: Instant

  /// Jobs with figures of their own at most: each has some twenty lines.
  private static let most = 10_000
  /// The reader is lent for so many at a time, so that other requests come between.
  private static let page = 250

  /// Makes the text.
  func text() throws(Refusal) -> [UInt8] {
    var text = MetricsText()
    text.add(1, to: .buildInfo, ("version", Release.version))
    text.add(microseconds: started.microseconds, to: .startTime)
    addStates(try states(ofSubJobs: false), to: .jobs, &text)
    addStates(try states(ofSubJobs: true), to: .subJobs, &text)
    try addJobs(to: &text)
    addDaemon(to: &text)
    return text.bytes
  }

  private func states(ofSubJobs: Bool) throws(Refusal) -> [JobStatus: Int64] {
    try reader.read { (store) throws(StoreFailure) in
      try store.statusCounts(ofSubJobs: ofSubJobs)
    }
  }

  private func addStates(
    _ counts: [JobStatus: Int64], to metric: Metric, _ text: inout MetricsText
  ) {
    for status in JobStatus.allCases {
      text.add(counts[status] ?? 0, to: metric, ("state", status.label))
    }
  }

  private func addJobs(to text: inout MetricsText) throws(Refusal) {
    var last: JobID?
    var left = Self.most
    var isCut = false
    while true {
      let limit = min(Self.page, left)
      // One more, so that it is known whether there are more.
      let found = try reader.read { (store) throws(StoreFailure) in
        try store.figures(after: last, limit: limit + 1)
      }
      for job in found.prefix(limit) { Self.add(job, to: &text) }
      left -= min(limit, found.count)
      last = found.prefix(limit).last?.id
      guard found.count > limit else { break }
      isCut = left == 0
      if isCut { break }
    }
    text.add(isCut ? 1 : 0, to: .truncated)
  }

  private static func add(_ job: JobFigures, to text: inout MetricsText) {
    let name = ("job", job.name)
    for slot in job.slots {
      text.add(
        slot.count, to: .slots, name, ("outcome", slot.outcome), ("reason", slot.reason))
    }
    var (runs, duration, bytes): (Int64, Int64, Int64) = (0, 0, 0)
    var objects: [String: Int64] = [:]
    for total in job.runs {
      text.add(total.runs, to: .runs, name, ("trigger", total.trigger), ("result", total.result))
      runs += total.runs
      duration = duration.addingClamped(total.duration)
      bytes = bytes.addingClamped(total.copiedBytes)
      for (result, count) in [
        ("copied", total.copied), ("skipped", total.skipped), ("failed", total.failed),
      ] {
        objects[result] = (objects[result] ?? 0).addingClamped(count)
      }
    }
    text.add(microseconds: duration, to: .runDuration, suffix: "_sum", name)
    text.add(runs, to: .runDuration, suffix: "_count", name)
    if job.delayed > 0 {
      text.add(microseconds: job.delay, to: .startDelay, suffix: "_sum", name)
      text.add(job.delayed, to: .startDelay, suffix: "_count", name)
    }
    for result in ["copied", "skipped", "failed"] {
      text.add(objects[result] ?? 0, to: .objects, name, ("result", result))
    }
    text.add(bytes, to: .bytes, name)
    if let last = job.lastSuccess {
      text.add(microseconds: last.microseconds, to: .lastSuccess, name)
    }
    if let next = job.nextStart {
      text.add(microseconds: next.microseconds, to: .nextStart, name)
    }
    if let remaining = job.remaining { text.add(remaining, to: .runsRemaining, name) }
    text.add(job.attention, to: .attention, name)
  }

  private func addDaemon(to text: inout MetricsText) {
    let now = tally.now
    text.add(now.retriesPlanned, to: .retries, ("decision", "planned"))
    text.add(now.retriesMade, to: .retries, ("decision", "made"))
    text.add(now.retriesDropped, to: .retries, ("decision", "dropped"))
    text.add(now.clockSteps, to: .clockSteps)
    text.add(BusyCount.total, to: .busy)
    text.add(Self.size(of: database), to: .databaseBytes)
    text.add(Self.size(of: database + "-wal"), to: .logBytes)
    text.add(now.isReloaded ? 1 : 0, to: .reloadSuccessful)
    text.add(microseconds: now.reloaded.microseconds, to: .reloadTime)
  }

  private static func size(of path: String) -> Int64 {
    var facts = stat()
    return stat(path, &facts) == 0 ? Int64(facts.st_size) : 0
  }
}

extension JobStatus {
  /// The wire's name without what all have in common: `finished`.
  fileprivate var label: String {
    rawValue.dropFirst("IMPORT_JOB_".utf8.count).lowercased()
  }
}
