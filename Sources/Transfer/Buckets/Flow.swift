import Migration

/// The bytes of the object that one thread moves, as the throttle lets them pass and the progress
/// counts them.
final class Flow {
  /// A smaller object passes the throttle as a whole.
  private static let small: Int64 = 64 << 10

  private let limiter: Limiter
  private let progress: RunProgress
  private var passesByParts = false
  /// Bytes of the present object that the progress knows of.
  private var flown: Int64 = 0

  init(_ run: RunContext) {
    limiter = run.limiter
    progress = run.progress
  }

  /// Begins an object; waits until it may.
  ///
  /// - Parameter start: What of it is there already, in bytes.
  func begin(_ size: Int64, of start: Int64 = 0) throws(ObjectError) {
    passesByParts = size > Self.small
    guard limiter.take(objects: 1, bytes: passesByParts ? 0 : size) else { throw .stopped }
    flown = start
    progress.fly(bytes: start)
  }

  /// Begins a part of a large object, which has passed the throttle as an object.
  func beginPart() {
    passesByParts = true
    flown = 0
  }

  /// How many of so many bytes may pass now; waits until some may.
  ///
  /// - Returns: Nil when none are left.
  func part(of count: Int) throws(ObjectError) -> Int? {
    guard count > 0 else { return nil }
    guard passesByParts else { return count }
    let part = Int(limiter.takePart(of: Int64(count)))
    guard part > 0 else { throw .stopped }
    flown += Int64(part)
    progress.fly(bytes: Int64(part))
    return part
  }

  /// Takes the object's bytes back: it is whole now, and counted as such, or nothing.
  func end() {
    progress.fly(bytes: -flown)
    flown = 0
  }
}
