import Calendar
import Migration
import Testing

@Suite struct DecideTests {
  @Test("every event in every state does what the table says, and no pair is left out")
  func transitionTable() throws {
    var visited: Set<String> = []
    for (state, table) in transitions {
      for line in table.split(separator: "\n") {
        let parts = line.split(separator: " → ", maxSplits: 1).map(String.init)
        try #require(parts.count == 2)
        let occurrence = try #require(Occurrence(rawValue: parts[0]))
        #expect(visited.insert("\(text(state)) \(occurrence)").inserted)
        let facts = JobFacts(
          lastRun: state == .begin ? nil : RunNumber(rawValue: 3), scheduleSpent: 0,
          maxScheduleCount: 9)
        let expected = parts[1] == "stays" ? text(state) : parts[1]
        #expect(outcome(state, occurrence.event, facts) == expected, "\(text(state)) \(occurrence)")
      }
    }
    #expect(visited.count == 288)
    #expect(visited.count == transitions.count * Occurrence.allCases.count)
  }

  @Test("a spent schedule opens nothing by a slot, but resumes what its own rule has paused")
  func exhausted() {
    let facts = JobFacts(
      lastRun: RunNumber(rawValue: 3), scheduleSpent: 4, maxScheduleCount: 4)
    let three = RunNumber(rawValue: 3)
    let slot = Occurrence.slot.event
    #expect(outcome(.finished(three), slot, facts) == "finished 3; slot skipped exhausted")
    #expect(
      outcome(.interrupted(three, reason: "gone"), slot, facts)
        == "interrupted 3 (gone); slot skipped exhausted")
    #expect(
      outcome(.suspended(three, .schedule), slot, facts)
        == "launching 3; system: starting; slot resumed 3")
    #expect(
      outcome(.finished(three), .start, facts) == "launching 4; open 4 manual; user: starting")
  }

  @Test("a cause that needs mending is not tried by a slot that is only made up for")
  func attentionAfterDowntime() {
    let three = RunNumber(rawValue: 3)
    let facts = JobFacts(lastRun: three, scheduleSpent: 0, maxScheduleCount: nil)
    let missed = JobEvent.startSlot(Instant(seconds: 1_000), .catchup)
    #expect(
      outcome(.suspended(three, .attention("mend")), missed, facts)
        == "attention 3 (mend); slot skipped missed")
    #expect(
      outcome(.suspended(three, .schedule), missed, facts)
        == "launching 3; system: starting; slot resumed 3")
  }

  @Test("a refusal tells the job, where it stands and what is possible")
  func refusals() throws {
    let name = try Name("nightly", of: "job")
    let failed = #expect(throws: IllegalTransition.self) {
      _ = try decide(.begin, .pause, facts: noFacts)
    }
    let refusal = try #require(failed).refusal(job: name)
    #expect(refusal.code == .invalidJobStatus)
    #expect(
      refusal.message
        == "job 'nightly' cannot pause: it is created (IMPORT_JOB_BEGIN); "
        + "it has never been started; start-job is possible")
    let deleting = #expect(throws: IllegalTransition.self) {
      _ = try decide(.deleting, .start, facts: noFacts)
    }
    #expect(try #require(deleting).refusal(job: name).code == .jobInDeleting)
  }
}

private let noFacts = JobFacts(lastRun: nil, scheduleSpent: 0, maxScheduleCount: nil)

func outcome(_ state: JobState, _ event: JobEvent, _ facts: JobFacts) -> String {
  do {
    return text(try decide(state, event, facts: facts))
  } catch {
    return "illegal: \(error.reason)"
  }
}
