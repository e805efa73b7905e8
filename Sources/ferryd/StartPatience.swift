import Dispatch
import Platform

/// Asks the service manager for more time as long as the start goes on: after an unclean stop the
/// whole database is looked through, and a new version may have to bring it to a new form.
///
/// Not for ever: a start that takes longer than an hour hangs.
struct StartPatience: Sendable {
  private let isOver = DispatchSemaphore(value: 0)

  private static let rounds = 360

  init() {
    let (notify, isOver) = (ServiceNotify(), isOver)
    guard notify.status("Reading the state") != .noManager else { return }
    do throws(SystemError) {
      _ = try OwnThread(name: "patience") {
        for _ in 0..<Self.rounds {
          guard isOver.wait(timeout: .now() + .seconds(10)) == .timedOut else { return }
          _ = notify.extendTimeout(microseconds: 30_000_000)
        }
      }
    } catch {
      // Then the manager's own limit has to do.
      return
    }
  }

  /// The daemon is ready.
  func end() {
    isOver.signal()
  }
}
