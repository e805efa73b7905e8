import Migration
import Store

// The log is told of objects when the ledger knows of them: what it says is so.

extension RunContext {
  /// Tells of objects that failed.
  func tell(failed failures: [ObjectFailure]) {
    guard let teller = order.teller, !failures.isEmpty else { return }
    let room = teller.room(for: failures.count)
    if room > 0 { teller.tell(failures.prefix(room).map { .failed($0) }) }
  }

  /// Tells of a batch, or of its first objects: those that failed, then the others.
  ///
  /// - Parameter skipped: Those that needed no copy after all.
  func tell(
    _ packed: [UInt8], first count: Int, _ failures: [ObjectFailure], skipped: Set<[UInt8]> = []
  ) throws(LedgerError) {
    tell(failed: failures)
    let copied = count - failures.count
    guard let teller = order.teller, teller.wantsAll, copied > 0 else { return }
    let room = teller.room(for: copied)
    guard room > 0 else { return }
    var notes: [ObjectNote] = []
    notes.reserveCapacity(room)
    // Not in the order of the batch: some were tried again after the others.
    let failed = Set(failures.map(\.key.bytes))
    var objects = try ObjectUnpacker(packed)
    while notes.count < room, try objects.next() {
      if failed.contains(objects.key) { continue }
      let key = ObjectKey(objects.key)
      notes.append(skipped.contains(objects.key) ? .skipped(key) : .copied(key))
    }
    teller.tell(notes)
  }

  /// Tells of folders that were set right; one that is no object of the run only if it failed.
  func tell(_ folders: [LedgerPlan.Folder], _ outcomes: [FolderOutcome]) {
    tell(failed: outcomes.compactMap(\.failure))
    guard let teller = order.teller, teller.wantsAll else { return }
    let copied = zip(folders, outcomes).filter { $0.isCounted && $1.failure == nil }
    let room = teller.room(for: copied.count)
    if room > 0 { teller.tell(copied.prefix(room).map { .copied($0.0.key) }) }
  }
}

/// Objects that a listing has skipped since it was last written down, for the log.
struct SkippedKeys {
  /// More than a teller takes at a time need not be kept, only counted.
  private static let limit = 1_000

  private var keys: [ObjectKey] = []
  private var count = 0

  /// Takes in an object.
  mutating func add(_ key: some Collection<UInt8>) {
    count += 1
    if keys.count < Self.limit { keys.append(ObjectKey(Array(key))) }
  }

  /// Tells of all of them, and begins anew.
  mutating func tell(_ teller: any ObjectTeller) {
    defer { self = SkippedKeys() }
    guard count > 0 else { return }
    let room = teller.room(for: keys.count)
    if room > 0 { teller.tell(keys.prefix(room).map { .skipped($0) }) }
    if count > keys.count { teller.omit(count - keys.count) }
  }
}
