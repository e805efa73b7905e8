import Calendar
import Migration
import Testing

@Suite struct DecideRetryTests {
  @Test("a retry is planned exactly when a run went to its end, left something, and none follows")
  func planned() {
    for ending in [JobState.Ending.complete, .cut] {
      for isAutomatic in [false, true] {
        for depth in 0...4 {
          for retryable in 0...2 as ClosedRange<Int64> {
            var facts = facts(depth: depth)
            facts.retry = RetryPolicy(isAutomatic: isAutomatic, maxDepth: 3)
            let settled = JobEvent.mover(
              .settled(
                Settlement(RunCounts(), remainder: Remainder(failing: 2, retryable: retryable))))
            let isDue = ending == .complete && isAutomatic && depth < 3 && retryable > 0
            #expect(
              outcome(.closing(three, ending), settled, facts)
                == "finished 3; end 3 with 0 copied; system: finished; "
                + (isDue ? "retry 3 later; RELEASE" : "RELEASE"),
              "\(ending) \(isAutomatic) \(depth) \(retryable)")
          }
        }
      }
    }
  }

  @Test("a slot that waits opens a run that takes what failed too; a spent one leaves the retry")
  func plannedOrQueued() {
    let settled = Occurrence.settledFailing.event
    let ended = "end 3 with 5 copied; system: finished; "
    var facts = facts(queued: slot)
    #expect(
      outcome(.closing(three, .complete), settled, facts)
        == "launching 4; \(ended)unqueue; open 4 schedule by slot; system: starting; "
        + "slot started 4; spend; RELEASE")
    facts.familyRuns = true
    #expect(
      outcome(.closing(three, .complete), settled, facts)
        == "finished 3; \(ended)retry 3 later; RELEASE", "it waits for the family's retry as well")
    (facts.familyRuns, facts.maxScheduleCount) = (false, 0)
    #expect(
      outcome(.closing(three, .complete), settled, facts)
        == "finished 3; \(ended)unqueue; slot skipped exhausted; retry 3 later; RELEASE")
  }

  @Test("a run that is broken while it ends is not retried by itself")
  func broken() {
    #expect(
      outcome(.closing(three, .complete), Occurrence.brokenSettling.event, facts())
        == "interrupted 3 (gone); break 3; system: interrupted; RELEASE")
  }

  @Test("a sub-job takes its parent's failures at every start, by hand or by itself")
  func subJobStarts() {
    var facts = facts(depth: 1)
    (facts.lastRun, facts.input) = (nil, Occurrence.failures)
    #expect(
      outcome(.begin, .start, facts) == "launching 1; open 1 manual of failures; user: starting")
    #expect(
      outcome(.begin, .retry(Occurrence.failures, .system), facts)
        == "launching 1; open 1 retry of failures; system: starting")
  }

  @Test("a sub-job's slots only say when it may run, and are never recorded, whatever its schedule")
  func subJobSlots() {
    for count in [nil, 0, 9] as [Int64?] {
      for overlap in ScheduleRule.Overlap.allCases {
        var facts = facts(depth: 1)
        (facts.maxScheduleCount, facts.overlap) = (count, overlap)
        for (state, _) in transitions {
          for trigger in [Trigger.schedule, .catchup] {
            let expected =
              switch state {
              case .suspended(_, .schedule): "launching 3; system: starting"
              case .suspended(_, .attention) where trigger == .schedule:
                "launching 3; system: starting"
              default: text(state)
              }
            #expect(outcome(state, .startSlot(slot, trigger), facts) == expected)
          }
        }
        #expect(
          outcome(.doing(three), .suspendSlot(slot), facts) == "resting 3; system: paused; HALT")
      }
    }
  }

  @Test("while somebody's retry is at work, a slot of the root is overlap, or waits for its end")
  func familyRuns() {
    var facts = facts()
    facts.familyRuns = true
    for state in [JobState.finished(three), .interrupted(three, reason: "gone")] {
      facts.overlap = .skip
      let due = JobEvent.startSlot(slot, .schedule)
      #expect(outcome(state, due, facts) == "\(text(state)); slot skipped overlap")
      facts.overlap = .queue
      #expect(outcome(state, due, facts) == "\(text(state)); queue")
      facts.queued = slot
      #expect(outcome(state, due, facts) == "\(text(state)); slot skipped overlap")
      facts.maxScheduleCount = 0
      #expect(outcome(state, due, facts) == "\(text(state)); slot skipped exhausted")
      (facts.queued, facts.maxScheduleCount) = (nil, 9)
      #expect(outcome(state, .start, facts) == "launching 4; open 4 manual; user: starting")
    }
    #expect(
      outcome(.suspended(three, .schedule), .startSlot(slot, .schedule), facts)
        == "launching 3; system: starting; slot resumed 3")
  }

  @Test("when the family's last retry has ended, the slot that waited opens its run")
  func familyIdle() {
    var facts = facts(queued: slot)
    for familyRuns in [false, true] {
      facts.familyRuns = familyRuns
      #expect(
        outcome(.finished(three), .familyIdle, facts)
          == "launching 4; unqueue; open 4 schedule by slot; system: starting; slot started 4; spend"
      )
      #expect(outcome(.doing(three), .familyIdle, facts) == "doing 3", "the job's own run goes on")
    }
    facts.maxScheduleCount = 0
    #expect(
      outcome(.finished(three), .familyIdle, facts)
        == "finished 3; unqueue; slot skipped exhausted")
    // The window has closed meanwhile.
    #expect(
      outcome(.finished(three), .suspendSlot(slot), facts)
        == "finished 3; unqueue; slot skipped closed")
  }

  @Test("a slot that waits for the family opens no run before the family is at rest")
  func ownRunEndsFirst() {
    var facts = facts(queued: slot)
    facts.familyRuns = true
    #expect(
      outcome(.closing(three, .complete), Occurrence.settled.event, facts)
        == "finished 3; end 3 with 7 copied; system: finished; RELEASE")
    #expect(
      outcome(.doing(three), Occurrence.brokenMoving.event, facts)
        == "interrupted 3 (gone); break 3; system: interrupted; RELEASE")
  }

  @Test("a superseded retry tells by which run")
  func superseded() throws {
    let (state, effects) = try decide(.doing(three), Occurrence.superseded.event, facts: facts())
    #expect(state == .closing(three, .cut))
    #expect(
      effects.first
        == .record(
          .status(
            three, .closing, .system, message: "closed: run 9 of its root job takes its objects too"
          )))
  }

  @Test("a refused retry tells the job, where it stands and what is possible")
  func refusal() throws {
    let failed = #expect(throws: IllegalTransition.self) {
      _ = try decide(.doing(three), Occurrence.retry.event, facts: facts())
    }
    #expect(
      try #require(failed).refusal(job: Name("nightly", of: "job")).message
        == "job 'nightly' cannot be retried: it is migrating (IMPORT_JOB_DOING); "
        + "wait for the end of its run; close-job ends it at once")
  }
}

private let three = RunNumber(rawValue: 3)
private let slot = Instant(seconds: 1_000)

private func facts(depth: Int = 0, queued: Instant? = nil) -> JobFacts {
  JobFacts(
    lastRun: three, scheduleSpent: 0, maxScheduleCount: 9, overlap: .queue, queued: queued,
    depth: depth)
}
