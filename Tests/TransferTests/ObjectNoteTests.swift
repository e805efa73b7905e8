import Foundation
import Migration
import Synchronization
import TestSupport
import Testing

@testable import Transfer

@Suite struct ObjectNoteTests {
  @Test("each object is told once, when the ledger knows of it")
  func all() throws {
    try Scratch.with("notes") { folder in
      let ground = try Ground(folder)
      for number in 0..<1_200 { try Tree.write(ground.source, "f\(number)", [1]) }
      try Tree.folder(ground.source, "empty")
      #expect(mkfifo(ground.source + "/pipe", 0o600) == 0)
      for run in 1...2 as ClosedRange<Int64> {
        let teller = Teller(wantsAll: true)
        var order = ground.order(run: run)
        order.teller = teller
        let counts = try #require(Ride.whole(order, ledger: ground.ledger(run)).0)
        let notes = teller.notes
        let omitted = teller.omitted
        #expect(notes.count + omitted == 1_202 && Set(notes).count == notes.count)
        #expect(omitted == (run == 1 ? 0 : 201), "no more than 1,000 keys are kept")
        #expect(notes.count { if case .failed = $0 { true } else { false } } == 1)
        let skipped = notes.count { if case .skipped = $0 { true } else { false } }
        #expect(Int64(skipped + omitted) == counts.skipped && skipped == (run == 1 ? 0 : 1_000))
        #expect(teller.asked == notes.count)
      }
    }
  }

  @Test("a teller that wants failures only, or has no more room, is told no more than that")
  func bounded() throws {
    try Scratch.with("notes") { folder in
      let ground = try Ground(folder)
      for number in 0..<50 { try Tree.write(ground.source, "f\(number)", [1]) }
      for name in ["pipe", "zpipe"] { #expect(mkfifo("\(ground.source)/\(name)", 0o600) == 0) }
      for (run, wantsAll, room, told) in [
        (1, false, 100, 2), (2, false, 1, 1), (3, true, 10, 10),
      ] as [(Int64, Bool, Int, Int)] {
        let teller = Teller(wantsAll: wantsAll, room: room)
        var order = ground.order(run: run)
        order.teller = teller
        #expect(Ride.whole(order, ledger: ground.ledger(run)).0 != nil)
        #expect(teller.notes.count == told && teller.asked == (wantsAll ? 52 : 2))
      }
    }
  }
}

/// Keeps what it is told, as long as it has room.
private final class Teller: ObjectTeller {
  private struct State {
    var room: Int
    var asked = 0
    var omitted = 0
    var notes: [ObjectNote] = []
  }

  let wantsAll: Bool
  private let state: Mutex<State>

  init(wantsAll: Bool, room: Int = .max) {
    self.wantsAll = wantsAll
    state = Mutex(State(room: room))
  }

  var notes: [ObjectNote] { state.withLock { $0.notes } }
  var asked: Int { state.withLock { $0.asked } }
  var omitted: Int { state.withLock { $0.omitted } }

  func omit(_ count: Int) {
    state.withLock { $0.omitted += count }
  }

  func room(for count: Int) -> Int {
    state.withLock { state in
      state.asked += count
      let room = min(count, state.room)
      state.room -= room
      return room
    }
  }

  func tell(_ notes: [ObjectNote]) {
    state.withLock { $0.notes += notes }
  }
}
