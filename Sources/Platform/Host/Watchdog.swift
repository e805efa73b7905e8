/// Decides whether the service manager may be told that the daemon is alive.
///
/// A sign of life says two things: the disk has answered a write a short time ago, and nothing has
/// been due for long without having been looked at. Whoever cannot say both is silent, and the
/// manager's time limit does the rest. A refusal with words (no space, a lock that another process
/// holds) is an answer: another process in the daemon's place would get the same one.
///
/// Pure: whoever owns the clock passes its readings.
public struct Watchdog: Sendable {
  /// What is to be done now.
  public enum Verdict: Hashable, Sendable {
    /// Tell the manager.
    case ping
    /// It has been told a short time ago.
    case rest
    /// Do not tell it, for this reason.
    case silent(String)
  }

  /// After this time without a sign of life the manager ends the daemon, in nanoseconds.
  private let limit: Int64
  private var pinged: MonotonicTime?
  private var proved: MonotonicTime
  private var looked: MonotonicTime

  /// A watchdog for a manager's limit.
  ///
  /// - Parameters:
  ///   - microseconds: The limit, `ServiceNotify.watchdogInterval`.
  ///   - now: When the daemon is ready: the state has been read and written.
  public init(microseconds: UInt64, now: MonotonicTime) {
    let (nanoseconds, overflow) = microseconds.multipliedReportingOverflow(by: 1_000)
    limit = overflow ? .max : Int64(clamping: nanoseconds)
    proved = now
    looked = now
  }

  /// How long its owner may sleep, in milliseconds: half of the limit.
  public var patience: Int64 { limit / 2_000_000 }

  /// Whether the disk is to be asked again.
  ///
  /// So often that an owner who sleeps as long as he may never finds the last answer too old.
  public func wantsProof(at now: MonotonicTime) -> Bool {
    now.nanoseconds(since: proved) >= limit / 4
  }

  /// The disk has answered.
  public mutating func proved(at now: MonotonicTime) {
    proved = now
  }

  /// It was looked at what is due.
  public mutating func looked(at now: MonotonicTime) {
    looked = now
  }

  /// What is to be done now; `ping` is taken for done.
  ///
  /// - Parameter overdue: For how long the earliest event has been due, in nanoseconds; 0 or less if
  ///   none is.
  public mutating func verdict(at now: MonotonicTime, overdue: Int64) -> Verdict {
    if let pinged, now.nanoseconds(since: pinged) < limit / 4 { return .rest }
    let sinceProof = now.nanoseconds(since: proved)
    guard sinceProof <= limit / 2 else {
      return .silent("the disk has not answered for \(sinceProof / 1_000_000_000) s")
    }
    let sinceLook = now.nanoseconds(since: looked)
    guard overdue <= limit / 2 || sinceLook <= limit / 2 else {
      return .silent(
        "what is due since \(overdue / 1_000_000_000) s has not been looked at for "
          + "\(sinceLook / 1_000_000_000) s")
    }
    pinged = now
    return .ping
  }
}
