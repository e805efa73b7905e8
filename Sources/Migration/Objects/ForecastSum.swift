/// What the forecasts of many objects come to.
public struct ForecastSum: Hashable, Sendable {
  /// Objects that would be copied.
  public var copies: Int64 = 0
  /// Their bytes.
  public var copyBytes: Int64 = 0
  /// Objects that would be skipped.
  public var skips: Int64 = 0
  /// Their bytes.
  public var skipBytes: Int64 = 0
  /// Objects that would fail.
  public var refusals: Int64 = 0

  /// Of no object.
  public init() {}

  /// Counts an object.
  public mutating func add(_ verdict: ObjectForecast.Verdict, size: Int64) {
    switch verdict {
    case .copy:
      copies += 1
      copyBytes = copyBytes.addingClamped(size)
    case .skip:
      skips += 1
      skipBytes = skipBytes.addingClamped(size)
    case .refuse:
      refusals += 1
    }
  }

  /// Adds another sum; at the largest number it stays.
  public mutating func add(_ other: ForecastSum) {
    copies = copies.addingClamped(other.copies)
    copyBytes = copyBytes.addingClamped(other.copyBytes)
    skips = skips.addingClamped(other.skips)
    skipBytes = skipBytes.addingClamped(other.skipBytes)
    refusals = refusals.addingClamped(other.refusals)
  }
}
