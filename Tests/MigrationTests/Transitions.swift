import Migration

// The whole job machine: for each state what becomes of it by each event. "stays" is the same state
// and nothing to do; in capitals stands what the mover is asked for.

private let three = RunNumber(rawValue: 3)

/// Each state with its column of the table, a line per event.
let transitions: [(state: JobState, table: String)] = [
  (
    .begin,
    """
    start → launching 1; open 1 manual; user: starting
    pause → illegal: it has never been started; start-job is possible
    close → illegal: it has never been started; start-job is possible
    delete → deleting; DISCARD
    slot → launching 1; open 1 schedule by slot; system: starting; slot started 1; spend
    suspend → stays
    timeUp → stays
    retry → launching 1; open 1 retry of failures; user: starting
    superseded → stays
    familyIdle → stays
    admitted → stays
    booted → stays
    prepared → stays
    moved → stays
    halted → stays
    settled → stays
    settledFailing → stays
    discarded → stays
    blockedPreparing → stays
    blockedMoving → stays
    blockedSettling → stays
    brokenPreparing → stays
    brokenMoving → stays
    brokenSettling → stays
    """
  ),
  (
    .launching(three),
    """
    start → illegal: it waits for a place already; pause-job and close-job are possible
    pause → held 3; user: paused
    close → cutting 3; user: closing; SETTLE 3
    delete → deleting; SETTLE 3; DISCARD
    slot → launching 3; slot skipped overlap
    suspend → resting 3; system: paused
    timeUp → cutting 3; system: closing; SETTLE 3
    retry → illegal: wait for the end of its run; close-job ends it at once
    superseded → cutting 3; system: closing; SETTLE 3
    familyIdle → stays
    admitted → preparing 3; system: preparing; PREPARE 3
    booted → stays
    prepared → stays
    moved → launching 3; RELEASE
    halted → launching 3; RELEASE
    settled → stays
    settledFailing → stays
    discarded → stays
    blockedPreparing → launching 3; RELEASE
    blockedMoving → launching 3; RELEASE
    blockedSettling → launching 3; RELEASE
    brokenPreparing → interrupted 3 (gone); break 3; system: interrupted; RELEASE
    brokenMoving → interrupted 3 (gone); break 3; system: interrupted; RELEASE
    brokenSettling → interrupted 3 (gone); break 3; system: interrupted; RELEASE
    """
  ),
  (
    .preparing(three),
    """
    start → illegal: it runs already; pause-job and close-job are possible
    pause → held 3; user: paused; HALT
    close → cutting 3; user: closing; HALT; SETTLE 3
    delete → deleting; HALT; SETTLE 3; DISCARD
    slot → preparing 3; slot skipped overlap
    suspend → resting 3; system: paused; HALT
    timeUp → cutting 3; system: closing; HALT; SETTLE 3
    retry → illegal: wait for the end of its run; close-job ends it at once
    superseded → cutting 3; system: closing; HALT; SETTLE 3
    familyIdle → stays
    admitted → stays
    booted → preparing 3; PREPARE 3
    prepared → doing 3; system: migrating; MOVE 3
    moved → stays
    halted → stays
    settled → stays
    settledFailing → stays
    discarded → stays
    blockedPreparing → attention 3 (mend); system: paused; RELEASE
    blockedMoving → attention 3 (mend); system: paused; RELEASE
    blockedSettling → attention 3 (mend); system: paused; RELEASE
    brokenPreparing → interrupted 3 (gone); break 3; system: interrupted; RELEASE
    brokenMoving → interrupted 3 (gone); break 3; system: interrupted; RELEASE
    brokenSettling → interrupted 3 (gone); break 3; system: interrupted; RELEASE
    """
  ),
  (
    .doing(three),
    """
    start → illegal: it runs already; pause-job and close-job are possible
    pause → held 3; user: paused; HALT
    close → cutting 3; user: closing; HALT; SETTLE 3
    delete → deleting; HALT; SETTLE 3; DISCARD
    slot → doing 3; slot skipped overlap
    suspend → resting 3; system: paused; HALT
    timeUp → cutting 3; system: closing; HALT; SETTLE 3
    retry → illegal: wait for the end of its run; close-job ends it at once
    superseded → cutting 3; system: closing; HALT; SETTLE 3
    familyIdle → stays
    admitted → stays
    booted → doing 3; PREPARE 3
    prepared → doing 3; MOVE 3
    moved → closing 3; system: closing; SETTLE 3
    halted → stays
    settled → stays
    settledFailing → stays
    discarded → stays
    blockedPreparing → attention 3 (mend); system: paused; RELEASE
    blockedMoving → attention 3 (mend); system: paused; RELEASE
    blockedSettling → attention 3 (mend); system: paused; RELEASE
    brokenPreparing → interrupted 3 (gone); break 3; system: interrupted; RELEASE
    brokenMoving → interrupted 3 (gone); break 3; system: interrupted; RELEASE
    brokenSettling → interrupted 3 (gone); break 3; system: interrupted; RELEASE
    """
  ),
  (
    .suspended(three, .hand),
    """
    start → launching 3; user: starting
    pause → illegal: it is paused already; start-job continues it, close-job ends it
    close → cutting 3; user: closing; SETTLE 3
    delete → deleting; SETTLE 3; DISCARD
    slot → held 3; slot skipped held
    suspend → stays
    timeUp → stays
    retry → illegal: its run has not ended; start-job continues it, close-job ends it
    superseded → cutting 3; system: closing; SETTLE 3
    familyIdle → stays
    admitted → stays
    booted → stays
    prepared → stays
    moved → held 3; RELEASE
    halted → held 3; RELEASE
    settled → stays
    settledFailing → stays
    discarded → stays
    blockedPreparing → held 3; RELEASE
    blockedMoving → held 3; RELEASE
    blockedSettling → held 3; RELEASE
    brokenPreparing → interrupted 3 (gone); break 3; system: interrupted; RELEASE
    brokenMoving → interrupted 3 (gone); break 3; system: interrupted; RELEASE
    brokenSettling → interrupted 3 (gone); break 3; system: interrupted; RELEASE
    """
  ),
  (
    .suspended(three, .schedule),
    """
    start → launching 3; user: starting
    pause → held 3; user: paused
    close → cutting 3; user: closing; SETTLE 3
    delete → deleting; SETTLE 3; DISCARD
    slot → launching 3; system: starting; slot resumed 3
    suspend → stays
    timeUp → stays
    retry → illegal: its run has not ended; start-job continues it, close-job ends it
    superseded → cutting 3; system: closing; SETTLE 3
    familyIdle → stays
    admitted → stays
    booted → stays
    prepared → stays
    moved → resting 3; RELEASE
    halted → resting 3; RELEASE
    settled → stays
    settledFailing → stays
    discarded → stays
    blockedPreparing → resting 3; RELEASE
    blockedMoving → resting 3; RELEASE
    blockedSettling → resting 3; RELEASE
    brokenPreparing → interrupted 3 (gone); break 3; system: interrupted; RELEASE
    brokenMoving → interrupted 3 (gone); break 3; system: interrupted; RELEASE
    brokenSettling → interrupted 3 (gone); break 3; system: interrupted; RELEASE
    """
  ),
  (
    .suspended(three, .attention("mend")),
    """
    start → launching 3; user: starting
    pause → held 3; user: paused
    close → cutting 3; user: closing; SETTLE 3
    delete → deleting; SETTLE 3; DISCARD
    slot → launching 3; system: starting; slot resumed 3
    suspend → stays
    timeUp → stays
    retry → illegal: its run has not ended; start-job continues it, close-job ends it
    superseded → cutting 3; system: closing; SETTLE 3
    familyIdle → stays
    admitted → stays
    booted → stays
    prepared → stays
    moved → attention 3 (mend); RELEASE
    halted → attention 3 (mend); RELEASE
    settled → stays
    settledFailing → stays
    discarded → stays
    blockedPreparing → attention 3 (mend); RELEASE
    blockedMoving → attention 3 (mend); RELEASE
    blockedSettling → attention 3 (mend); RELEASE
    brokenPreparing → interrupted 3 (gone); break 3; system: interrupted; RELEASE
    brokenMoving → interrupted 3 (gone); break 3; system: interrupted; RELEASE
    brokenSettling → interrupted 3 (gone); break 3; system: interrupted; RELEASE
    """
  ),
  (
    .closing(three, .complete),
    """
    start → illegal: its run is just ending; start it when it is finished
    pause → illegal: its run is just ending
    close → illegal: it is closing already
    delete → deleting; DISCARD
    slot → closing 3; slot skipped overlap
    suspend → stays
    timeUp → stays
    retry → illegal: its run is just ending; retry it when it is finished
    superseded → stays
    familyIdle → stays
    admitted → stays
    booted → closing 3; SETTLE 3
    prepared → stays
    moved → stays
    halted → stays
    settled → finished 3; end 3 with 7 copied; system: finished; RELEASE
    settledFailing → finished 3; end 3 with 5 copied; system: finished; retry 3 later; RELEASE
    discarded → stays
    blockedPreparing → stays
    blockedMoving → stays
    blockedSettling → attention 3 (mend); system: paused; RELEASE
    brokenPreparing → interrupted 3 (gone); break 3; system: interrupted; RELEASE
    brokenMoving → stays
    brokenSettling → interrupted 3 (gone); break 3; system: interrupted; RELEASE
    """
  ),
  (
    .closing(three, .cut),
    """
    start → illegal: its run is just ending; start it when it is finished
    pause → illegal: its run is just ending
    close → illegal: it is closing already
    delete → deleting; DISCARD
    slot → cutting 3; slot skipped overlap
    suspend → stays
    timeUp → stays
    retry → illegal: its run is just ending; retry it when it is finished
    superseded → stays
    familyIdle → stays
    admitted → stays
    booted → cutting 3; SETTLE 3
    prepared → stays
    moved → stays
    halted → stays
    settled → finished 3; end 3 with 7 copied; system: finished; RELEASE
    settledFailing → finished 3; end 3 with 5 copied; system: finished; RELEASE
    discarded → stays
    blockedPreparing → stays
    blockedMoving → stays
    blockedSettling → attention 3 (mend); system: paused; RELEASE
    brokenPreparing → interrupted 3 (gone); break 3; system: interrupted; RELEASE
    brokenMoving → stays
    brokenSettling → interrupted 3 (gone); break 3; system: interrupted; RELEASE
    """
  ),
  (
    .finished(three),
    """
    start → launching 4; open 4 manual; user: starting
    pause → illegal: no run is going on; start-job opens the next
    close → illegal: no run is going on; start-job opens the next
    delete → deleting; DISCARD
    slot → launching 4; open 4 schedule by slot; system: starting; slot started 4; spend
    suspend → stays
    timeUp → stays
    retry → launching 4; open 4 retry of failures; user: starting
    superseded → stays
    familyIdle → stays
    admitted → stays
    booted → stays
    prepared → stays
    moved → stays
    halted → stays
    settled → stays
    settledFailing → stays
    discarded → stays
    blockedPreparing → stays
    blockedMoving → stays
    blockedSettling → stays
    brokenPreparing → stays
    brokenMoving → stays
    brokenSettling → stays
    """
  ),
  (
    .interrupted(three, reason: "gone"),
    """
    start → launching 4; open 4 manual; user: starting
    pause → illegal: no run is going on; start-job opens the next
    close → illegal: no run is going on; start-job opens the next
    delete → deleting; DISCARD
    slot → launching 4; open 4 schedule by slot; system: starting; slot started 4; spend
    suspend → stays
    timeUp → stays
    retry → launching 4; open 4 retry of failures; user: starting
    superseded → stays
    familyIdle → stays
    admitted → stays
    booted → stays
    prepared → stays
    moved → stays
    halted → stays
    settled → stays
    settledFailing → stays
    discarded → stays
    blockedPreparing → stays
    blockedMoving → stays
    blockedSettling → stays
    brokenPreparing → stays
    brokenMoving → stays
    brokenSettling → stays
    """
  ),
  (
    .deleting,
    """
    start → illegal: it is being removed
    pause → illegal: it is being removed
    close → illegal: it is being removed
    delete → illegal: it is being removed already
    slot → deleting; slot skipped deleting
    suspend → stays
    timeUp → stays
    retry → illegal: it is being removed
    superseded → stays
    familyIdle → stays
    admitted → stays
    booted → deleting; DISCARD
    prepared → stays
    moved → stays
    halted → stays
    settled → stays
    settledFailing → stays
    discarded → deleting; remove; RELEASE
    blockedPreparing → stays
    blockedMoving → stays
    blockedSettling → stays
    brokenPreparing → stays
    brokenMoving → stays
    brokenSettling → stays
    """
  ),
]
