import Dispatch
import Foundation
import Migration
import Synchronization
import Testing
import TestSupport

@testable import Transfer

@Suite struct AbandonedSessionTests {
  @Test("a session that is dropped while it hangs in a phase does not hold up who drops it")
  func dropped() throws {
    try Scratch.with("abandoned") { folder in
      let ground = try Ground(folder)
      let (entered, released) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
      // The session's thread hangs in its report, as it would in a dead mount.
      var session: MoveSession? = MoveSession(
        order: ground.order(), ledgerPath: ground.ledger()
      ) { _ in
        entered.signal()
        released.wait()
      }
      session?.prepare()
      entered.wait()
      let dropped = DispatchSemaphore(value: 0)
      let last = Mutex(session.take())
      Thread.detachNewThread {
        last.withLock { $0 = nil }
        dropped.signal()
      }
      #expect(dropped.wait(timeout: .now() + 5) == .success)
      released.signal()
    }
  }
}
