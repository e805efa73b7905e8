import Dispatch
import Platform
import Synchronization

/// Writes the lines about single objects on a thread of its own: journald may be slow, and no run
/// waits for it.
final class ObjectJournal: Sendable {
  /// A line that has still to be made.
  typealias Line = @Sendable (Log) -> Void

  private struct State {
    var lines: [Line] = []
    var isRunning = false
    var isClosed = false
  }

  /// Lines that may wait.
  private static let limit = 8_192

  private let log: Log
  private let state = Mutex(State())
  /// Of all runs together: journald takes 10,000 lines in 30 seconds, those about other things, too.
  private let allowance = Mutex(LineAllowance(limit: 2_000))
  private let news = DispatchSemaphore(value: 0)
  private let ended = DispatchSemaphore(value: 0)

  init(_ log: Log) {
    self.log = log
  }

  /// Whether lines of this level are written at all.
  func wants(_ level: LogLevel) -> Bool { level.rawValue <= log.level.rawValue }

  /// How many of so many lines all runs together leave room for.
  func room(for count: Int) -> Int {
    allowance.withLock { $0.take(count, now: .now()).granted }
  }

  /// Takes lines for the thread, which the first of them starts; never waits.
  ///
  /// - Returns: How many it took: the first ones.
  func write(_ lines: [Line]) -> Int {
    let taken = state.withLock { state in
      guard !state.isClosed, start(&state) else { return 0 }
      let room = max(0, min(lines.count, Self.limit - state.lines.count))
      state.lines += lines.prefix(room)
      return room
    }
    if taken > 0 { news.signal() }
    return taken
  }

  /// Writes what waits, and ends the thread; at most so many seconds.
  func close(within seconds: Int = 2) {
    let isRunning = state.withLock { state in
      state.isClosed = true
      return state.isRunning
    }
    guard isRunning else { return }
    news.signal()
    _ = ended.wait(timeout: .now() + .seconds(seconds))
  }

  private func start(_ state: inout State) -> Bool {
    if state.isRunning { return true }
    do {
      _ = try OwnThread(name: "journal") { [self] in run() }
      state.isRunning = true
    } catch {
      // Without a thread the lines are not told; that they were not is.
    }
    return state.isRunning
  }

  private func run() {
    while true {
      news.wait()
      let (lines, isClosed) = state.withLock { state in
        defer { state.lines = [] }
        return (state.lines, state.isClosed)
      }
      for line in lines { line(log) }
      if isClosed { break }
    }
    ended.signal()
  }
}
