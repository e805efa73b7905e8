import CLinux
import Migration
import Store

/// Looks at what a list names where a look is a request: several threads look ahead, and what they
/// find is told in the order of the list.
///
/// One thread uses it; it is used by no other walk.
final class ListWalk: ObjectSource {
  /// Threads that look.
  static let threads = 8
  /// Rows that a thread takes at a time.
  private static let rows = 16
  /// Pieces of so many rows that are under way.
  private static let ahead = 3 * threads

  private struct State {
    var wanted: [(number: Int, rows: [ListedRow])] = []
    var found: [Int: [LookedRow]] = [:]
    var isOver = false
  }

  /// What the threads share.
  private final class Desk: Sendable {
    let state = Monitor(State())

    func next() -> (number: Int, rows: [ListedRow])? {
      state.wait { state, _ in
        if state.isOver { return .some(nil) }
        return state.wanted.isEmpty ? nil : .some(state.wanted.removeFirst())
      }
    }
  }

  private(set) var key: [UInt8] = []
  private(set) var problem: InventoryProblem?
  private(set) var isCutOff = false
  /// How long the walk goes on from its first step on, in nanoseconds; nil for no such bound.
  var patience: Int64?

  private let source: any RowSource
  private let desk = Desk()
  private let stop: StopFlag
  private var threads: [WorkerThread] = []
  /// Rows that are under way, in their order.
  private var sent: [Int: [ListedRow]] = [:]
  private var nextSent = 0
  private var nextTold = 0
  private var present: (rows: [ListedRow], found: [LookedRow], index: Int) = ([], [], 0)
  private var isAtEnd = false
  private var end: Int64?
  private var row: ListedRow?

  /// - Parameters:
  ///   - source: Gives the rows.
  ///   - stop: Set, it ends the walk.
  ///   - makeLooker: Makes what a thread looks with, on that thread.
  init(
    _ source: any RowSource, _ stop: StopFlag,
    makeLooker: @escaping @Sendable () throws(ObjectError) -> RowLooker
  ) throws(ObjectError) {
    self.source = source
    self.stop = stop
    let desk = desk
    for number in 0..<Self.threads {
      threads.append(
        try WorkerThread("ferry-look-\(number)") { Self.work(desk, makeLooker) })
    }
  }

  deinit {
    close()
  }

  func close() {
    desk.state.change { $0.isOver = true }
    // They use folders that are the run's own.
    for thread in threads { thread.join() }
    threads = []
  }

  private static func work(
    _ desk: Desk, _ makeLooker: () throws(ObjectError) -> RowLooker
  ) {
    let looker: Result<RowLooker, ObjectError> = Result { () throws(ObjectError) in
      try makeLooker()
    }
    while let (number, rows) = desk.next() {
      let found: [LookedRow]
      switch looker {
      case .success(let looker): found = look(rows, looker)
      case .failure(let error):
        found = [.trouble(InventoryProblem(trouble: "nothing can be looked at: \(error)"))]
      }
      desk.state.change { $0.found[number] = found }
    }
  }

  /// Looks at rows until one of them is trouble for all.
  private static func look(_ rows: [ListedRow], _ looker: RowLooker) -> [LookedRow] {
    var found: [LookedRow] = []
    for row in rows {
      found.append(looker.look(row))
      if case .trouble? = found.last { break }
    }
    return found
  }

  // MARK: - The source of a plan

  var isLate: Bool { false }
  var place: [UInt8]? { row?.place }
  var url: [UInt8]? { row?.about.url }
  var listsFolders: Bool { false }

  func next() throws(LedgerError) -> WalkItem? {
    while let (row, found) = try nextFound() {
      (self.row, key) = (row, row.key)
      switch found {
      case .item(let item): return item
      case .trouble(let problem):
        self.problem = problem
        return nil
      case .leftOut:
        guard let patience else { continue }
        let now = ferry_monotonic_ns()
        if let end, now >= end {
          isCutOff = true
          return nil
        }
        end = end ?? now + patience
      }
    }
    problem = problem ?? source.problem
    return nil
  }

  func beginAgain() { (end, isCutOff) = (nil, false) }

  func touch(_ body: (ObjectKey, FileFacts, FileFacts?) -> Void) {}

  func folderHasRow() {}

  func isExpected() -> Bool { source.isExpected }

  // MARK: - Ahead

  private func nextFound() throws(LedgerError) -> (ListedRow, LookedRow)? {
    while present.index == present.found.count {
      try send()
      guard nextTold < nextSent, let rows = sent.removeValue(forKey: nextTold),
        let found = wait(for: nextTold)
      else { return nil }
      present = (rows, found, 0)
      nextTold += 1
    }
    defer { present.index += 1 }
    return (present.rows[present.index], present.found[present.index])
  }

  /// Keeps the threads busy.
  private func send() throws(LedgerError) {
    while !isAtEnd, nextSent - nextTold < Self.ahead {
      var rows: [ListedRow] = []
      while rows.count < Self.rows, let row = try source.next() { rows.append(row) }
      isAtEnd = rows.count < Self.rows
      guard !rows.isEmpty else { return }
      let number = nextSent
      let piece = rows
      sent[number] = piece
      nextSent += 1
      desk.state.change { $0.wanted.append((number, piece)) }
    }
  }

  /// - Returns: Nil if the run stops.
  private func wait(for number: Int) -> [LookedRow]? {
    desk.state.wait { state, deadline in
      if let found = state.found.removeValue(forKey: number) { return .some(found) }
      if stop.isSet { return .some(nil) }
      // The stop flag wakes nobody here.
      deadline = Pressure.soon()
      return nil
    }
  }
}
