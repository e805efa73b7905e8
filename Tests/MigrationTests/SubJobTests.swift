import Calendar
import Migration
import Testing

@Suite struct SubJobTests {
  @Test("a sub-job's runs take what still fails of its parent's run, a root job's list the source")
  func input() throws {
    let sub = try job(lineage)
    #expect(sub.input == .failures(of: JobID(rawValue: 4), run: RunNumber(rawValue: 7)))
    #expect(sub.facts.input == sub.input)
    #expect(sub.facts.depth == 2 && sub.facts.isSubJob)
    let root = try job(nil)
    #expect(root.input == .listing)
    #expect(root.facts.depth == 0 && !root.facts.isSubJob)
  }

  @Test("a sub-job has due rules only while a run is to be paused or resumed by them")
  func schedules() throws {
    let first = RunNumber.first
    let going: [JobState] = [
      .launching(first), .preparing(first), .doing(first), .suspended(first, .schedule),
      .suspended(first, .hand), .suspended(first, .attention("mend")),
    ]
    let resting: [JobState] = [
      .begin, .closing(first, .complete), .closing(first, .cut), .finished(first),
      .interrupted(first, reason: "gone"), .deleting,
    ]
    for count in [nil, 0, 5] as [Int64?] {
      var sub = try job(lineage)
      sub.definition.schedule.maxCount = count
      for state in going {
        sub.state = state
        #expect(sub.nextStart(after: noon, zone: .utc) == Instant(seconds: 86_400 + 7_200))
        #expect(sub.nextSuspend(after: noon, zone: .utc) == Instant(seconds: 86_400 + 21_600))
      }
      for state in resting {
        sub.state = state
        #expect(sub.nextStart(after: noon, zone: .utc) == nil)
        #expect(sub.nextSuspend(after: noon, zone: .utc) == nil)
      }
    }
  }

  @Test("a retry made while its root's window is closed rests until the window opens")
  func window() throws {
    var (sub, log) = (try job(lineage), [String]())
    let events: [JobEvent] = [
      .retry(sub.input, .system), .suspendSlot(noon), .startSlot(noon, .schedule), .admitted,
    ]
    for event in events {
      let (state, effects) = try decide(sub.state, event, facts: sub.facts)
      sub.state = state
      log.append(text((state, effects)))
    }
    #expect(
      log == [
        "launching 1; open 1 retry of failures; system: starting", "resting 1; system: paused",
        "launching 1; system: starting", "preparing 1; system: preparing; PREPARE 1",
      ])
  }
}

private let noon = Instant(seconds: 43_200)
private let lineage = Lineage(
  parent: JobID(rawValue: 4), parentRun: RunNumber(rawValue: 7), root: JobID(rawValue: 2),
  rootRun: RunNumber(rawValue: 3), depth: 2, isAutomatic: true)

private func job(_ lineage: Lineage?) throws -> Job {
  let address = try Name("address", of: "address")
  let schedule = ScheduleRule(
    start: try CronRule("0 0 2 * * *"), suspend: try CronRule("0 0 6 * * *"))
  return Job(
    id: JobID(rawValue: 9), version: "9d3c",
    definition: JobDefinition(
      name: try Name("nightly", of: "job"), source: address, destination: address,
      overwrite: .never, schedule: schedule),
    origin: .api, lineage: lineage, stateSince: noon, watermark: noon, created: noon,
    modified: noon)
}
