/// What an inventory says beside its objects.
public struct InventoryHead: Hashable, Sendable {
  /// The name from which those of the data files are made; a job's.
  public var name: String
  /// Where the objects lie: the name of their address.
  public var sourceBucket: String
  /// Where they were to go.
  public var destinationBucket: String
  /// When it is made: seconds since the epoch.
  public var created: Int64

  /// A head.
  public init(name: String, sourceBucket: String, destinationBucket: String, created: Int64) {
    self.name = name
    self.sourceBucket = sourceBucket
    self.destinationBucket = destinationBucket
    self.created = created
  }
}
