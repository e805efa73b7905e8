import Migration

/// Tries a request to a store again while that may help.
struct Patience {
  /// Attempts for one request in all.
  static let attempts = 7
  /// Before the second attempt, in nanoseconds; doubled before each further one.
  private static let firstPause: Int64 = 200_000_000
  /// The same when the store asks for fewer requests: its anger lasts a minute or so.
  private static let firstPressedPause: Int64 = 1_000_000_000
  private static let longestPause: Int64 = 30_000_000_000

  /// Waits so many nanoseconds; false if the work ends.
  private let pause: @Sendable (Int64) -> Bool

  /// The patience of a run, which ends with it.
  init(_ run: RunContext) {
    pause = { run.pause(nanoseconds: $0) }
  }

  /// Another one's, which ends when a flag is set, too.
  init(_ other: Patience, until flag: StopFlag) {
    let pause = other.pause
    self.pause = { nanoseconds in
      var left = nanoseconds
      while left > 0 {
        guard !flag.isSet, pause(min(left, 250_000_000)) else { return false }
        left -= 250_000_000
      }
      return !flag.isSet
    }
  }

  /// One that does not try again.
  init() {
    pause = { _ in false }
  }

  /// Does something until it goes well, cannot, or has been tried often enough.
  ///
  /// - Returns: What it gave.
  func persist<Result>(
    _ body: () throws(ObjectError) -> Result
  ) throws(ObjectError) -> Result {
    var attempt = 1
    while true {
      do throws(ObjectError) {
        return try body()
      } catch {
        guard error.mayPass, attempt < Self.attempts, wait(after: attempt, error) else {
          throw error
        }
        attempt += 1
      }
    }
  }

  /// Waits before the next attempt.
  ///
  /// - Returns: False if the phase ends.
  func wait(after attempt: Int, _ error: ObjectError) -> Bool {
    let first = error.isPressed ? Self.firstPressedPause : Self.firstPause
    let pause = min(first << Int64(min(attempt - 1, 10)), Self.longestPause)
    // All threads fail at once when a store goes away; they must not all come back at once.
    return self.pause(max(Int64.random(in: pause / 2...pause), error.wantedPause))
  }
}
