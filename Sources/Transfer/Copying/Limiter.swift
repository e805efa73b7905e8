import CLinux
import Migration
import Synchronization

/// The throttle of one run, shared by its workers.
///
/// A waiter sleeps on a condition, not on a reservation: a change of the limits wakes it, whatever
/// the old ones were.
final class Limiter: Sendable {
  private struct Buckets {
    var bits = TokenBucket()
    var objects = TokenBucket()
  }

  /// The largest part of a file that is copied in one go.
  static let largestChunk = 8 << 20

  private let buckets = Monitor(Buckets())
  private let isLimited = Atomic(false)
  private let chunkBytes = Atomic(Limiter.largestChunk)
  private let stop: StopFlag

  init(_ throttle: Throttle, stop: StopFlag) {
    self.stop = stop
    set(throttle)
  }

  /// How many bytes to copy before asking again: not more than a tenth of a second's worth.
  var chunk: Int {
    chunkBytes.load(ordering: .relaxed)
  }

  /// Changes the limits for those who wait, too.
  func set(_ throttle: Throttle) {
    buckets.change { buckets in
      let now = ferry_monotonic_ns()
      buckets.bits.set(rate: Double(throttle.bitsPerSecond), now: now)
      buckets.objects.set(rate: Double(throttle.objectsPerSecond), now: now)
      let tenth = Int(clamping: throttle.bitsPerSecond / 80)
      let chunk =
        tenth == 0 ? Self.largestChunk : min(max(tenth, 16 << 10), Self.largestChunk)
      chunkBytes.store(chunk, ordering: .relaxed)
      isLimited.store(throttle != .none, ordering: .relaxed)
    }
  }

  /// Wakes all waiters, to look at the stop flag.
  func wake() {
    buckets.change { _ in }
  }

  /// Waits until so much may be moved.
  ///
  /// - Returns: False if the run stops.
  func take(objects: Int = 0, bytes: Int64) -> Bool {
    guard isLimited.load(ordering: .relaxed) else { return !stop.isSet }
    let bits = Double(bytes) * 8
    return buckets.wait { buckets, deadline in
      if stop.isSet { return false }
      let now = ferry_monotonic_ns()
      let delay = max(
        buckets.bits.delay(bits, now: now), buckets.objects.delay(Double(objects), now: now))
      guard delay == 0 else {
        deadline = now + delay
        return nil
      }
      buckets.bits.take(bits)
      buckets.objects.take(Double(objects))
      return true
    }
  }
}
