import Migration
import Store
import Synchronization

/// A claimed batch whose objects several threads copy at once.
final class Flight: Sendable {
  /// What a thread is given of it.
  struct Task: Sendable {
    let flight: Flight
    /// The object's place in the batch.
    let index: Int

    var key: [UInt8] { flight.keys[index] }
    var facts: ObjectFacts { known ?? flight.facts[index] }
    /// What is known of it since it was listed.
    var known: ObjectFacts?
  }

  private struct State {
    var outcome = BatchOutcome()
    /// What became of each object; nil for those of which nothing is known yet.
    var isDone: [Bool]
    var left: Int
  }

  let claim: Claim
  let keys: [[UInt8]]
  let facts: [ObjectFacts]
  private let state: Mutex<State>

  /// - Throws: If the batch does not hold what it says.
  init(_ claim: Claim, ledger path: String) throws(LedgerError) {
    var keys: [[UInt8]] = []
    var facts: [ObjectFacts] = []
    var objects = try ObjectUnpacker(claim.packed)
    while try objects.next() {
      keys.append(objects.key)
      facts.append(objects.facts)
    }
    guard Int64(keys.count) == claim.objects else {
      throw LedgerError(
        isBroken: true, "Batch \(claim.batch) of \(path) does not hold what it says.")
    }
    self.claim = claim
    self.keys = keys
    self.facts = facts
    state = Mutex(State(isDone: Array(repeating: false, count: keys.count), left: keys.count))
  }

  /// Counts a copied object.
  ///
  /// - Returns: Whether it was the last one.
  func copied(_ index: Int) -> Bool {
    state.withLock { state in
      state.outcome.copied += 1
      state.outcome.copiedBytes = state.outcome.copiedBytes.addingClamped(facts[index].size)
      return Self.done(index, &state)
    }
  }

  /// Counts an object that failed.
  ///
  /// - Returns: Whether it was the last one.
  func failed(_ index: Int, _ error: ObjectError, attempts: Int) -> Bool {
    let failure = error.failure(key: keys[index], facts[index], attempts: attempts)
    return state.withLock { state in
      state.outcome.failures.append(failure)
      return Self.done(index, &state)
    }
  }

  /// Counts an object of which nothing is to be said, because the phase ends.
  ///
  /// - Returns: Whether it was the last one.
  func left(_ index: Int) -> Bool {
    state.withLock { state in
      state.left -= 1
      return state.left == 0
    }
  }

  private static func done(_ index: Int, _ state: inout State) -> Bool {
    state.isDone[index] = true
    state.left -= 1
    return state.left == 0
  }

  /// What is known of the objects, when none is in the hands of a thread any more.
  var outcome: BatchOutcome { state.withLock(\.outcome) }

  /// The objects of which something is known, and the others; nil if all are known.
  func split() -> (done: PackedBatch, rest: PackedBatch)? {
    let isDone = state.withLock(\.isDone)
    guard isDone.contains(false) else { return nil }
    var (done, rest) = (ObjectPacker(), ObjectPacker())
    for (index, key) in keys.enumerated() {
      if isDone[index] {
        done.append(key: key, facts[index])
      } else {
        rest.append(key: key, facts[index])
      }
    }
    return (done.finish(), rest.finish())
  }
}
