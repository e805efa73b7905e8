import CLinux
import Glibc
import Migration
import Store
import Synchronization

/// What the threads of one run share.
final class RunContext: Sendable {
  /// Why a phase ends before its work does.
  enum Ending {
    case halted
    case blocked(String)
    case broken(String)
  }

  /// Who waits for what: the planner for hungry workers, workers for batches, the syncer for both.
  struct State {
    var planned = 0
    var isListed = false
    var ending: Ending?
    var doneSinceSync = 0
    var isOver = false
    /// A sync has failed: what workers finish meanwhile may have been written before it.
    var isUnsynced = false
  }

  let order: MoveOrder
  let ledger: ObjectLedger
  let roots: OpenRoots
  /// The buckets of the run; nil if both sides are folders.
  let buckets: BucketPair?
  /// The sides of a run that rclone moves; nil if ferry does.
  let remotes: RemotePair?
  let sieve: ObjectSieve
  /// How coarsely the destination keeps times.
  let timeStep: TimeStep
  let stop: StopFlag
  let limiter: Limiter
  let progress: RunProgress
  let state = Monitor(State())
  /// When the roots are looked at again, in monotonic nanoseconds.
  private let nextLook = Atomic<Int64>(0)
  private let mounts: MountsBelow
  private static let lookInterval: Int64 = 1_000_000_000

  init(
    _ order: MoveOrder, _ ledger: ObjectLedger, _ roots: consuming OpenRoots,
    _ sieve: ObjectSieve, _ stop: StopFlag, _ limiter: Limiter, _ progress: RunProgress,
    _ remotes: RemotePair? = nil
  ) {
    self.order = order
    self.ledger = ledger
    self.sieve = sieve
    let step =
      roots.destination < 0 ? .exact : TimeStep(of: roots.destination, token: ledger.token)
    timeStep = remotes?.timeStep(step) ?? step
    self.remotes = remotes
    mounts = MountsBelow(source: roots.sourcePath, destination: roots.destinationPath)
    self.roots = roots
    buckets = BucketPair(order, stop)
    self.stop = stop
    self.limiter = limiter
    self.progress = progress
  }

  /// Ends the phase: the first reason stands.
  func end(_ ending: Ending) {
    state.change { state in
      if state.ending == nil { state.ending = ending }
    }
    stop.set(true)
    limiter.wake()
  }

  /// Waits until a batch is planned, and takes its number off.
  ///
  /// - Returns: False if there are no more, or the phase ends.
  func waitForBatch() -> Bool {
    state.wait { state, _ in
      if state.ending != nil { return false }
      if state.planned > 0 {
        state.planned -= 1
        return true
      }
      return state.isListed ? false : nil
    }
  }

  /// Waits, unless the phase ends.
  ///
  /// - Returns: False if it ends.
  func pause(nanoseconds: Int64) -> Bool {
    let end = ferry_monotonic_ns() + nanoseconds
    return state.wait { state, deadline in
      if state.ending != nil || stop.isSet { return false }
      if ferry_monotonic_ns() >= end { return true }
      // The stop flag wakes nobody here.
      deadline = min(end, ferry_monotonic_ns() + 100_000_000)
      return nil
    }
  }

  /// Ends the phase because of the ledger.
  func end(_ error: LedgerError) {
    end(error.isBroken ? .broken(error.description) : .blocked(error.description))
  }

  /// Ends the phase because what was written is not on the disk.
  func end(unsynced error: ObjectError) {
    end(
      .blocked(
        """
        What was written below \(order.destination) cannot be synced to its disk: \(error); look at \
        the disk and start the job to copy it again.
        """))
  }

  /// Whether an object's error is one of the whole run, which then ends.
  func endsRun(_ error: ObjectError) -> Bool {
    let way = "and start the job to go on."
    if let remedy = error.remedyForTheRun {
      let folder = error.side == .source ? order.source : order.destination
      end(.blocked("No object of \(folder) can be moved now: \(error); \(remedy) \(way)"))
      return true
    }
    guard error.mayMeanThatARootIsGone else { return false }
    var absence = roots.whatIsGone(order)
    if absence == nil, error.mayMeanThatADiskHasFailed {
      absence = roots.whatHasFailed(order, token: ledger.token)
    }
    guard let absence else { return false }
    end(absence)
    return true
  }

  /// Ends the phase because a root is not as it was.
  func end(_ absence: OpenRoots.Absence) {
    // What a disk had not written when it failed or was taken away may never be on it.
    if absence.side == .destination { state.change { $0.isUnsynced = true } }
    end(.blocked(absence.text))
  }

  /// Ends the phase if a root is not any more where it was; looks at most once in a second.
  func lookAtRoots() {
    let now = ferry_monotonic_ns()
    let due = nextLook.load(ordering: .relaxed)
    guard now >= due,
      nextLook.compareExchange(
        expected: due, desired: now + Self.lookInterval, ordering: .relaxed
      ).exchanged
    else { return }
    _ = hasItsRoots()
  }

  /// Whether both roots are where they were, with what was mounted in them; the phase ends if not.
  func hasItsRoots() -> Bool {
    guard let absence = roots.whatIsAway(order) ?? mounts.loss().map(OpenRoots.absence(of:))
    else { return true }
    end(absence)
    return false
  }
}
