public import Migration

/// Limits on the wire (`ImportQos`): the same words in requests, answers and updates.
extension Throttle {
  /// `MaxBandWidth` in bit/s and `MaxImportTaskQps` in objects/s; 0 is no limit.
  public var json: JSONValue {
    [
      "MaxBandWidth": .integer(bitsPerSecond), "MaxImportTaskQps": .integer(objectsPerSecond),
    ]
  }

  init(_ fields: JSONFields?) throws(WireError) {
    self.init(
      bitsPerSecond: try fields?.whole("MaxBandWidth", of: "bit/s") ?? 0,
      objectsPerSecond: try fields?.whole("MaxImportTaskQps", of: "objects/s") ?? 0)
  }

  static let wireNames = ["MaxBandWidth", "MaxImportTaskQps"]
}
