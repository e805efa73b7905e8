/// Why the bytes of a zone file could not be used.
public struct ZoneError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The name of the zone, as the caller gave it.
  public let zone: String
  /// What is wrong with the bytes, without a full stop.
  public let reason: String
  /// Whether the file is whole but of a kind that is not served: it counts leap seconds.
  public let isOfOtherKind: Bool

  /// The zone and what is wrong with its data, on one line.
  public var description: String { "time zone \(zone): \(reason)" }
}
