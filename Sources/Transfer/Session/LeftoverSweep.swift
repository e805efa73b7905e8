import CLinux
import Migration
import Store

/// Removes what copies that were cut off have left under their temporary names.
///
/// A run that goes on replaces its own leftovers. One that is closed before it has come to them
/// again has to look for them: their names follow from the batches that were claimed and not done.
struct LeftoverSweep {
  private let run: RunContext

  init(_ run: RunContext) {
    self.run = run
  }

  /// Looks through all batches that were cut off; what cannot be removed stays.
  func work() throws(LedgerError) {
    var last: Int64 = 0
    while let (batch, packed) = try run.ledger.cutOffBatch(after: last) {
      try remove(batch, packed)
      last = batch
    }
  }

  /// Looks for what one batch has left.
  func remove(_ batch: Int64, _ packed: [UInt8]) throws(LedgerError) {
    let folders = FolderPair(
      source: nil, destination: run.roots.destination, makesMissing: false)
    var name = TemporaryName(token: run.ledger.token)
    name.begin(batch: batch)
    var objects = try ObjectUnpacker(packed)
    var index = -1
    while try objects.next() {
      index += 1
      let start = (objects.key.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1
      do throws(ObjectError) {
        try folders.enter(objects.key[..<start])
      } catch {
        // Where no folder is, nothing was left.
        continue
      }
      name.with(index: index) { name in _ = ferry_unlink_at(folders.destination, name) }
    }
  }
}
