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
    /// What is remembered, by the beginning of the signatures.
    var taken: [Key: Taken] = [:]
    /// When those that are over were last forgotten.
    var swept = Instant(microseconds: 0)
  }

  private struct Taken {
    /// Until when it is remembered.
    var expiry: Instant
    /// Until when it may come once more, for nothing came of it; nil for never.
    var again: Instant?
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
    let key = Self.key(of: signature)
    return state.withLock { state in
      if let known = state.taken[key], known.expiry >= now {
        guard let again = known.again, now <= again else { return .known }
        state.taken[key]?.again = nil
        return .new
      }
      if state.taken.count >= limit, now.microseconds(since: state.swept) > 1_000_000 {
        state.swept = now
        state.taken = state.taken.filter { $0.value.expiry >= now }
      }
      guard state.taken.count < limit else { return .full }
      state.taken[key] = Taken(expiry: expiry)
      return .new
    }
  }

  /// Nothing came of a change: whoever signs the same change in the same second has the same
  /// signature, and may send it once more until a moment.
  public func forgive(_ signature: [UInt8], until again: Instant) {
    let key = Self.key(of: signature)
    state.withLock { $0.taken[key]?.again = again }
  }

  /// How many are remembered.
  public var count: Int { state.withLock { $0.taken.count } }

  private static func key(of signature: [UInt8]) -> Key {
    Key(high: number(signature.prefix(16)), low: number(signature.dropFirst(16)))
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> UInt64 {
    digits.prefix(16).reduce(0) { number, digit in
      let value = digit >= UInt8(ascii: "a") ? digit - UInt8(ascii: "a") + 10 : digit & 15
      return number << 4 | UInt64(value & 15)
    }
  }
}
