public import Calendar
internal import Synchronization

/// Remembers the signatures of changes for as long as they could be sent again, so that each is
/// taken once; in bounded memory.
public final class ReplayGuard: Sendable {
  /// What became of a signature.
  public enum Verdict: Hashable, Sendable {
    /// It is new, and taken from now on.
    case new
    /// It was taken before.
    case known
    /// There are too many to remember another one.
    case full
  }

  private struct State {
    /// Until when each is remembered, by the beginning of its bytes.
    var expiries: [Key: Instant] = [:]
    /// When those that are over were last forgotten.
    var swept = Instant(microseconds: 0)
  }

  private struct Key: Hashable {
    let high: UInt64
    let low: UInt64
  }

  private let state = Mutex(State())
  private let limit: Int

  /// A guard that remembers so many signatures.
  public init(limit: Int = 65_536) {
    self.limit = limit
  }

  /// Takes a signature.
  ///
  /// - Parameters:
  ///   - signature: Its hexadecimal digits in small letters.
  ///   - expiry: Until when the request could be sent again.
  ///   - now: The time.
  public func take(_ signature: [UInt8], until expiry: Instant, now: Instant) -> Verdict {
    let key = Key(
      high: Self.number(signature.prefix(16)), low: Self.number(signature.dropFirst(16)))
    return state.withLock { state in
      if let known = state.expiries[key], known >= now { return .known }
      if state.expiries.count >= limit, now.microseconds(since: state.swept) > 1_000_000 {
        state.swept = now
        state.expiries = state.expiries.filter { $0.value >= now }
      }
      guard state.expiries.count < limit else { return .full }
      state.expiries[key] = expiry
      return .new
    }
  }

  /// How many are remembered.
  public var count: Int { state.withLock { $0.expiries.count } }

  private static func number(_ digits: ArraySlice<UInt8>) -> UInt64 {
    digits.prefix(16).reduce(0) { number, digit in
      let value = digit >= UInt8(ascii: "a") ? digit - UInt8(ascii: "a") + 10 : digit & 15
      return number << 4 | UInt64(value & 15)
    }
  }
}
