import Glibc
import Migration
import Synchronization
import Transfer

/// A run that goes on under its limits while somebody looks at its progress.
final class ThrottledRun: Sendable {
  private let session: MoveSession

  /// Prepares and begins to move.
  ///
  /// - Parameters:
  ///   - place: What its destination and ledger are named after.
  ///   - common: The limits of all runs together.
  init(
    _ source: String, _ place: String, _ throttle: Throttle, _ common: CommonThrottle
  ) throws(BenchError) {
    var order = FerryRun.order(source, place)
    order.throttle = throttle
    order.common = common
    let heard = Heard()
    session = MoveSession(order: order, ledgerPath: place + ".db") { heard.put($0) }
    session.prepare()
    try heard.expect(.prepared)
    session.move()
  }

  /// What it has copied.
  var counts: RunCounts { session.progress }

  /// Changes its own limits.
  func setThrottle(_ throttle: Throttle) { session.setThrottle(throttle) }

  /// Ends it where it is.
  func close() { session.close() }

  /// The session's events, for the thread that waits for one.
  private final class Heard: Sendable {
    private let event = Mutex<MoveEvent?>(nil)

    func put(_ event: MoveEvent) { self.event.withLock { $0 = event } }

    func expect(_ wanted: MoveEvent) throws(BenchError) {
      while true {
        if let event = event.withLock({ $0.take() }) {
          guard event == wanted else { throw .failed("ferry's mover answered \(event)") }
          return
        }
        usleep(200)
      }
    }
  }
}
