/// How fast a run moves, by what it has done in the last seconds.
public struct RateMeter: Sendable {
  /// What a run moves in a second.
  public struct Rate: Hashable, Sendable {
    /// Objects in a second, those that need no copy included.
    public let objects: Double
    /// Bytes in a second.
    public let bytes: Double

    /// How many seconds the rest takes at this rate; nil if it stands still.
    public func seconds(forObjects objects: Double, bytes: Double) -> Int64? {
      var longest = 0.0
      for (rest, rate) in [(objects, self.objects), (bytes, self.bytes)] {
        if rest <= 0 { continue }
        guard rate > 0 else { return nil }
        longest = max(longest, rest / rate)
      }
      return longest < 1e9 ? Int64(longest.rounded(.up)) : nil
    }
  }

  private struct Sample {
    let at: Int64
    let objects: Int64
    let bytes: Int64
  }

  private static let window: Int64 = 10_000_000_000
  private static let least: Int64 = 1_000_000_000
  private var samples: [Sample] = []

  /// A meter that has seen nothing.
  public init() {}

  /// Takes figures of a run.
  ///
  /// - Parameters:
  ///   - objects: Done so far; fewer than before begin the measure anew.
  ///   - bytes: Done so far.
  ///   - now: Nanoseconds of a clock that never steps.
  /// - Returns: Nil until there is a second to go by.
  public mutating func take(objects: Int64, bytes: Int64, now: Int64) -> Rate? {
    if let last = samples.last, objects < last.objects || bytes < last.bytes { samples = [] }
    samples.append(Sample(at: now, objects: objects, bytes: bytes))
    // One from before the window stays, so that all of the window counts.
    while samples.count > 2, now - samples[1].at >= Self.window { samples.removeFirst() }
    guard let first = samples.first, now - first.at >= Self.least else { return nil }
    let seconds = Double(now - first.at) / 1e9
    return Rate(
      objects: Double(objects - first.objects) / seconds,
      bytes: Double(bytes - first.bytes) / seconds)
  }
}
