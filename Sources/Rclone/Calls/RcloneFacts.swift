/// What a place can do.
public struct RcloneFacts: Sendable, Equatable {
  /// The least difference of two times that it keeps, in nanoseconds; nil if it keeps no times of
  /// files, or only at the price of a question for each object.
  public let precision: Int64?
  /// The checksums that it knows, by their names.
  public let sums: Set<String>

  init(precision: Int64?, sums: Set<String>) {
    self.precision = precision
    self.sums = sums
  }

  init?(_ json: JSON, asksForTimes: Bool) {
    guard let precision = json["Precision"]?.number else { return nil }
    // A hundred years is rclone's word for never.
    let year: Int64 = 31_536_000_000_000_000
    self.precision = asksForTimes || precision >= year ? nil : max(1, precision)
    sums = Set(json["Hashes"]?.elements?.compactMap(\.text) ?? [])
  }
}
