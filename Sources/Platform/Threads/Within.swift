import Dispatch
import Synchronization

/// Asks what may never be answered: a dead mount blocks whoever touches it, for ever.
public enum Within {
  /// Threads that may be out at the same time: those that hang must not use up all that the system
  /// gives, however often somebody asks.
  private static let most = 32
  private static let out = Atomic(0)

  /// Runs `body` on a thread of its own and waits for it.
  ///
  /// - Returns: Nil if it has not answered in time, its thread is then left to it; nil at once if
  ///   too many such threads hang already.
  public static func seconds<Value: Sendable>(
    _ limit: Int, _ body: @escaping @Sendable () -> Value
  ) -> Value? {
    let answer = Answer<Value>()
    guard out.wrappingAdd(1, ordering: .relaxed).newValue <= most else {
      out.wrappingSubtract(1, ordering: .relaxed)
      return nil
    }
    do {
      _ = try OwnThread(name: "look") {
        answer.give(body())
        out.wrappingSubtract(1, ordering: .relaxed)
      }
    } catch {
      out.wrappingSubtract(1, ordering: .relaxed)
      return nil
    }
    return answer.wait(seconds: limit)
  }

  /// The place where the thread leaves what it found.
  private final class Answer<Value: Sendable>: Sendable {
    private let found = Mutex<Value?>(nil)
    private let given = DispatchSemaphore(value: 0)

    func give(_ value: Value) {
      found.withLock { $0 = value }
      given.signal()
    }

    func wait(seconds: Int) -> Value? {
      guard given.wait(timeout: .now() + .seconds(seconds)) == .success else { return nil }
      return found.withLock { $0 }
    }
  }
}
