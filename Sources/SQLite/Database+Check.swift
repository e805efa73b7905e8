import CSQLite
import Dispatch
import Synchronization

extension Database {
  /// `quickCheck()` that is broken off after some time: as long as it reads, the log cannot shrink.
  ///
  /// - Returns: What is wrong, a sentence each; nil if the time was too short.
  ///
  /// Source: <https://www.sqlite.org/c3ref/interrupt.html>
  public func quickCheck(within seconds: Int) throws(SQLiteError) -> [String]? {
    let alarm = Alarm(handle)
    DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(seconds)) { alarm.ring() }
    // From here on the alarm does not touch the connection, which may be closed then.
    defer { alarm.stop() }
    do throws(SQLiteError) {
      let problems = try quickCheck()
      // What was broken off may have told of what it did not reach.
      return alarm.hasRung ? nil : problems
    } catch {
      if alarm.hasRung { return nil }
      throw error
    }
  }

  /// Interrupts a connection once, unless it was stopped before.
  private final class Alarm: @unchecked Sendable {
    // @unchecked: the pointer is used under the lock only, by a call that any thread may make.
    private let state: Mutex<(isOver: Bool, hasRung: Bool)>
    private let handle: OpaquePointer

    init(_ handle: OpaquePointer) {
      self.handle = handle
      state = Mutex((isOver: false, hasRung: false))
    }

    var hasRung: Bool { state.withLock { $0.hasRung } }

    func ring() {
      state.withLock { state in
        guard !state.isOver else { return }
        state.hasRung = true
        sqlite3_interrupt(handle)
      }
    }

    func stop() {
      state.withLock { $0.isOver = true }
    }
  }
}
