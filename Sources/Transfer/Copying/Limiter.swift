import Migration

/// What holds back one run: its own throttle, and the one of all runs together.
final class Limiter: Sendable {
  /// The largest part of a file that is copied in one go.
  static let largestChunk = Int(ThrottleGate.largestPart)

  private let own: ThrottleGate
  private let common: ThrottleGate?
  private let stop: StopFlag

  init(_ throttle: Throttle, common: CommonThrottle? = nil, stop: StopFlag) {
    own = ThrottleGate(throttle)
    self.common = common?.gate
    self.stop = stop
  }

  /// Bytes that may pass in a second; nil for no limit.
  var bytesPerSecond: Int64? {
    [own.bytesPerSecond, common?.bytesPerSecond].compactMap(\.self).min()
  }

  /// Changes the run's own limits for those who wait, too.
  func set(_ throttle: Throttle) {
    own.set(throttle)
  }

  /// The limits that hold now; 0 is none.
  var rates: Throttle {
    let (own, other) = (own.rates, common?.rates ?? .none)
    func least(_ left: Int64, _ right: Int64) -> Int64 {
      left == 0 || right == 0 ? max(left, right) : min(left, right)
    }
    return Throttle(
      bitsPerSecond: least(own.bitsPerSecond, other.bitsPerSecond),
      objectsPerSecond: least(own.objectsPerSecond, other.objectsPerSecond))
  }

  /// Wakes all waiters, to look at the stop flag.
  func wake() {
    own.wake()
    common?.wake()
  }

  /// Waits until so much may be moved as a whole.
  ///
  /// - Returns: False if the run stops.
  func take(objects: Int = 0, bytes: Int64) -> Bool {
    guard own.take(objects: objects, bytes: bytes, unless: stop) else { return false }
    return common?.take(objects: objects, bytes: bytes, unless: stop) ?? true
  }

  /// Waits until the next part of so many bytes may be moved: not more than a twentieth of a
  /// second's worth.
  ///
  /// - Returns: How many bytes; 0 if the run stops.
  func takePart(of bytes: Int64) -> Int64 {
    let part = own.takePart(of: bytes, unless: stop)
    guard part > 0, let common else { return part }
    let allowed = common.takePart(of: part, unless: stop)
    own.giveBack(bytes: part - allowed)
    return allowed
  }
}
