import Migration
import Store
import Transfer

/// A root run and its retries, each with a ledger of its own, numbered by their order.
final class Family {
  let ground: Ground
  private var last: Int64 = 1

  init(_ folder: String) throws {
    ground = try Ground(folder)
  }

  /// The order of a run; its ancestors are given by their numbers, the parent first.
  func order(_ run: Int64, of ancestors: [Int64], boot: String = "boot 1") -> MoveOrder {
    var order = ground.order(run: run, boot: boot)
    order.ancestors = ancestors.map(place)
    return order
  }

  func place(_ run: Int64) -> LedgerPlace {
    LedgerPlace(path: ground.ledger(run), job: "j", run: run)
  }

  /// Runs the root.
  func run() throws -> MoveEnd {
    try end(order(1, of: []))
  }

  /// Runs the next retry, by default a child of the root.
  func retry(of ancestors: [Int64] = [1]) throws -> MoveEnd {
    last += 1
    while (try? FailureList(of: place(last))) != nil { last += 1 }
    return try end(order(last, of: ancestors))
  }

  /// What failed in a run, by the root's word.
  func list(_ run: Int64 = 1) throws -> FailureList {
    try FailureList(of: place(run), root: place(1))
  }

  func rootCounts() throws -> RunCounts {
    try ObjectLedger(path: ground.ledger(), job: "j", run: 1).counts()
  }

  private func end(_ order: MoveOrder) throws -> MoveEnd {
    let (end, event) = Ride.end(order, ledger: ground.ledger(order.run))
    guard let end else { throw Ground.Refused(event: event) }
    return end
  }
}
