import CLinux
import Glibc
import Migration
import Store

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
  let sieve: ObjectSieve
  /// How coarsely the destination keeps times.
  let timeStep: TimeStep
  let stop: StopFlag
  let limiter: Limiter
  let progress: RunProgress
  let state = Monitor(State())

  init(
    _ order: MoveOrder, _ ledger: ObjectLedger, _ roots: consuming OpenRoots,
    _ sieve: ObjectSieve, _ stop: StopFlag, _ limiter: Limiter, _ progress: RunProgress
  ) {
    self.order = order
    self.ledger = ledger
    self.sieve = sieve
    timeStep = TimeStep(of: roots.destination, token: ledger.token)
    self.roots = roots
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

  /// Waits, unless the phase ends.
  ///
  /// - Returns: False if it ends.
  func pause(nanoseconds: Int64) -> Bool {
    let end = ferry_monotonic_ns() + nanoseconds
    return state.wait { state, deadline in
      if state.ending != nil || stop.isSet { return false }
      if ferry_monotonic_ns() >= end { return true }
      deadline = end
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
    if error.stopsTheRun {
      let folder = error.side == .source ? order.source : order.destination
      end(.blocked("No object of \(folder) can be moved now: \(error); make room there \(way)"))
      return true
    }
    guard error.mayMeanThatARootIsGone, let reason = roots.whatIsGone(order) else { return false }
    end(.blocked("\(reason); bring it back \(way)"))
    return true
  }
}
