import Dispatch
import Migration
import Synchronization

/// The place where one request waits for the loop's answer.
final class Reply<Value: Sendable>: Sendable {
  private let answer = Mutex<Result<Value, Refusal>?>(nil)
  private let answered = DispatchSemaphore(value: 0)

  /// Answers; only the first answer counts.
  func give(_ result: Result<Value, Refusal>) {
    let isFirst = answer.withLock { answer in
      guard answer == nil else { return false }
      answer = result
      return true
    }
    if isFirst { answered.signal() }
  }

  /// Blocks the calling thread until there is an answer.
  func wait() throws(Refusal) -> Value {
    answered.wait()
    guard let result = answer.withLock({ $0 }) else {
      throw Refusal(.internalError, "the loop gave no answer")
    }
    return try result.get()
  }
}
