public import Migration

/// One run of a local job, from its first listing to its last sync.
///
/// The phases are asked for one after another: `prepare`, `move`, `settle`, at the end `close`. Each
/// call returns at once; the work is done on threads of the session's own, and each phase reports
/// one event. After `.halted` or `.blocked` the same session may be asked to `move` again, or a new
/// one may take up the ledger later.
public final class MoveSession: Sendable {
  private enum Request {
    case prepare
    case move
    case settle
    case close
  }

  private let stop = StopFlag()
  private let limiter: Limiter
  private let counts = RunProgress()
  private let requests: Monitor<[Request]>
  private let thread: Monitor<WorkerThread?>

  /// A session that has done nothing yet.
  ///
  /// - Parameters:
  ///   - order: What is moved, and how.
  ///   - ledgerPath: The run's ledger; its folder must exist.
  ///   - report: Gets each phase's event, on the session's own thread.
  public init(
    order: MoveOrder, ledgerPath: String, report: @escaping @Sendable (MoveEvent) -> Void
  ) {
    limiter = Limiter(order.throttle, common: order.common, stop: stop)
    requests = Monitor([])
    thread = Monitor(nil)
    let (stop, limiter, counts, requests) = (stop, limiter, counts, requests)
    do throws(ObjectError) {
      let started = try WorkerThread("ferry-run") {
        var phases = RunPhases(order, ledgerPath: ledgerPath, stop, limiter, counts)
        while true {
          let request = requests.wait { requests, _ in
            requests.isEmpty ? nil : requests.removeFirst()
          }
          switch request {
          case .prepare: report(phases.prepare())
          case .move: report(phases.move())
          case .settle: report(phases.settle())
          case .close: return phases.close()
          }
        }
      }
      thread.change { $0 = started }
    } catch {
      report(.blocked("No thread can be started (\(error)); raise the limit of tasks."))
    }
  }

  deinit {
    // Not waited for: whoever drops the last reference must not hang in a dead mount.
    end()?.leave()
  }

  /// The counts so far; any thread may ask, as often as it likes.
  public var progress: RunCounts {
    counts.counts
  }

  /// Opens the ledger and both roots, and takes up what an earlier session left.
  ///
  /// Reports `.prepared`, `.blocked` or `.broken`.
  public func prepare() {
    request(.prepare)
  }

  /// Lists, compares and copies.
  ///
  /// Reports `.moved`, `.halted`, `.blocked` or `.broken`.
  public func move() {
    stop.set(false)
    request(.move)
  }

  /// Ends `move` at the next object's boundary, inside a large file at its next chunk.
  public func halt() {
    stop.set(true)
    limiter.wake()
  }

  /// Syncs what was written, tells the root run's ledger if it is a retry, counts, and shrinks the
  /// ledger.
  ///
  /// Reports `.settled`, `.blocked` or `.broken`.
  public func settle() {
    request(.settle)
  }

  /// Changes the limits; those who wait for the old ones feel it at once.
  public func setThrottle(_ throttle: Throttle) {
    limiter.set(throttle)
  }

  /// Ends what is going on, waits for the threads and closes the ledger and both roots.
  ///
  /// A second call does nothing. Called from the report closure, it does not wait.
  public func close() {
    guard let running = end() else { return }
    if running.isCurrent { running.leave() } else { running.join() }
  }

  /// Tells the session's thread to end.
  ///
  /// - Returns: The thread, for the caller to wait for or to leave; nil after the first call.
  private func end() -> WorkerThread? {
    guard let running = thread.change({ $0.take() }) else { return nil }
    halt()
    request(.close)
    return running
  }

  private func request(_ request: Request) {
    requests.change { $0.append(request) }
  }
}
