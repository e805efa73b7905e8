import CLinux
import Migration
import Synchronization

/// One throttle's limits, where threads wait until they may go on.
///
/// A waiter sleeps on a condition, not on a reservation: a change of the limits wakes it, whatever
/// the old ones were.
final class ThrottleGate: Sendable {
  private struct Buckets {
    var bits = TokenBucket()
    var objects = TokenBucket()
    var part = ThrottleGate.largestPart
  }

  /// The largest part of a file that is copied in one go, in bytes.
  static let largestPart: Int64 = 8 << 20
  private static let smallestPart: Int64 = 16 << 10
  /// With many waiters and short waits they would wake for each other only.
  private static let leastSleep: Int64 = 1_000_000

  private let buckets = Monitor(Buckets())
  private let isLimited = Atomic(false)
  private let rate = Atomic<Int64>(0)

  init(_ throttle: Throttle) {
    set(throttle)
  }

  /// Changes the limits for those who wait, too.
  func set(_ throttle: Throttle) {
    buckets.change { buckets in
      let now = ferry_monotonic_ns()
      buckets.bits.set(rate: Double(throttle.bitsPerSecond), now: now)
      buckets.objects.set(rate: Double(throttle.objectsPerSecond), now: now)
      // A twentieth of a second's worth.
      let part = throttle.bitsPerSecond / 160
      buckets.part =
        throttle.bitsPerSecond == 0
        ? Self.largestPart : min(max(part, Self.smallestPart), Self.largestPart)
      isLimited.store(throttle != .none, ordering: .relaxed)
      rate.store(throttle.bitsPerSecond / 8, ordering: .relaxed)
    }
  }

  /// Bytes that may pass in a second; nil for no limit.
  var bytesPerSecond: Int64? {
    let rate = rate.load(ordering: .relaxed)
    return rate > 0 ? rate : nil
  }

  /// The limits.
  var rates: Throttle {
    buckets.look { buckets in
      Throttle(
        bitsPerSecond: Int64(buckets.bits.rate), objectsPerSecond: Int64(buckets.objects.rate))
    }
  }

  /// Wakes all waiters, to look at their stop flags.
  func wake() {
    buckets.change { _ in }
  }

  /// Waits until so much may be moved as a whole.
  ///
  /// - Returns: False if the run stops.
  func take(objects: Int, bytes: Int64, unless stop: StopFlag) -> Bool {
    guard isLimited.load(ordering: .relaxed) else { return !stop.isSet }
    let (bits, objects) = (Double(bytes) * 8, Double(objects))
    return buckets.wait { buckets, deadline in
      if stop.isSet { return false }
      let now = ferry_monotonic_ns()
      let delay = max(
        buckets.bits.delay(bits, now: now), buckets.objects.delay(objects, now: now))
      guard delay == 0 else {
        deadline = now + max(delay, Self.leastSleep)
        return nil
      }
      buckets.bits.take(bits)
      buckets.objects.take(objects)
      return true
    }
  }

  /// Waits until a part of so many bytes may be moved; how large it is, is decided by the limits at
  /// the end of the wait.
  ///
  /// - Returns: How many bytes; 0 if the run stops.
  func takePart(of bytes: Int64, unless stop: StopFlag) -> Int64 {
    guard isLimited.load(ordering: .relaxed) else {
      return stop.isSet ? 0 : min(bytes, Self.largestPart)
    }
    return buckets.wait { buckets, deadline in
      if stop.isSet { return 0 }
      let now = ferry_monotonic_ns()
      let part = min(bytes, buckets.part)
      let delay = buckets.bits.delay(Double(part) * 8, now: now)
      guard delay == 0 else {
        deadline = now + max(delay, Self.leastSleep)
        return nil
      }
      buckets.bits.take(Double(part) * 8)
      return part
    }
  }

  /// Puts back bytes that were taken and are not moved now.
  func giveBack(bytes: Int64) {
    guard bytes > 0, isLimited.load(ordering: .relaxed) else { return }
    buckets.change { $0.bits.giveBack(Double(bytes) * 8) }
  }
}
