import CSystemd
import Glibc

/// What the daemon tells the service manager; without one (`NOTIFY_SOCKET` unset) nothing is sent.
///
/// Source: sd_notify(3), sd_watchdog_enabled(3). Both read the environment, so nothing may change
/// it while threads run.
public struct ServiceNotify: Sendable {
  /// What became of a message.
  public enum Delivery: Hashable, Sendable {
    /// The manager has it.
    case sent
    /// No manager listens; not an error.
    case noManager
    /// It could not be sent. The daemon goes on; the manager's time limits decide.
    case failed(SystemError)
  }

  /// The manager of this process, whether there is one or not.
  public init() {}

  /// Says that start-up, or a reload, is finished.
  @discardableResult
  public func ready(status: String? = nil) -> Delivery {
    send(["READY=1"] + Self.statusLine(status))
  }

  /// Says that the configuration is being read again, since when, for `Type=notify-reload`.
  @discardableResult
  public func reloading(status: String? = nil) -> Delivery {
    // The manager compares with its own CLOCK_MONOTONIC, not with the clock that counts sleep.
    let time = readClock(CLOCK_MONOTONIC)
    let microseconds = Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
    return send(["RELOADING=1", "MONOTONIC_USEC=\(microseconds)"] + Self.statusLine(status))
  }

  /// Says that the daemon is on its way out.
  @discardableResult
  public func stopping(status: String? = nil) -> Delivery {
    send(["STOPPING=1"] + Self.statusLine(status))
  }

  /// Sets the line that `systemctl status` shows.
  @discardableResult
  public func status(_ text: String) -> Delivery {
    send(Self.statusLine(text))
  }

  /// Says that the daemon is alive; to be called only by what proves it.
  @discardableResult
  public func watchdog() -> Delivery {
    send(["WATCHDOG=1"])
  }

  /// Says that something is wrong that only a restart mends; the manager acts as if the watchdog had
  /// not been fed.
  @discardableResult
  public func failWatchdog() -> Delivery {
    send(["WATCHDOG=trigger"])
  }

  /// Says why the daemon failed: an errno value, and words.
  @discardableResult
  public func failed(errno code: Int32, status: String) -> Delivery {
    send(["ERRNO=\(code)"] + Self.statusLine(status))
  }

  /// Asks for more time to start or stop, from now, in microseconds.
  @discardableResult
  public func extendTimeout(microseconds: UInt64) -> Delivery {
    send(["EXTEND_TIMEOUT_USEC=\(microseconds)"])
  }

  /// How often the manager wants to hear `watchdog()`, in microseconds; nil if it does not.
  ///
  /// After this time without one it ends the daemon, so half of it is a good interval.
  public var watchdogInterval: UInt64? {
    var microseconds: UInt64 = 0
    return sd_watchdog_enabled(0, &microseconds) > 0 && microseconds > 0 ? microseconds : nil
  }

  private func send(_ lines: [String]) -> Delivery {
    let result = sd_notify(0, lines.joined(separator: "\n"))
    if result > 0 { return .sent }
    return result == 0 ? .noManager : .failed(SystemError(-result, "sd_notify"))
  }

  /// A line break in the text would begin another assignment.
  private static func statusLine(_ text: String?) -> [String] {
    text.map { ["STATUS=\(LogText.escaped($0))"] } ?? []
  }
}
