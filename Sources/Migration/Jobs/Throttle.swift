/// The limits of a job (QoS on the wire); 0 is no limit.
public struct Throttle: Hashable, Sendable {
  /// Bits per second, 0 for no limit.
  public var bitsPerSecond: Int64
  /// Objects per second, 0 for no limit.
  public var objectsPerSecond: Int64

  /// Limits in bits and objects per second; negative values count as 0.
  public init(bitsPerSecond: Int64 = 0, objectsPerSecond: Int64 = 0) {
    self.bitsPerSecond = max(0, bitsPerSecond)
    self.objectsPerSecond = max(0, objectsPerSecond)
  }

  /// No limit.
  public static let none = Throttle()
}
