extension JobDefinition {
  /// What its author should know: what it says and its addresses cannot do.
  public func remarks(source: Address, destination: Address) -> [String] {
    let from = source.location.bucket
    let to = destination.location.bucket
    var remarks: [String] = []
    if let storageClass = copying.storageClass, to == nil {
      remarks.append(
        "the storage class \(storageClass.name) has no effect: '\(destination.name)' is no bucket")
    }
    if copying.keepsStorageClass, from == nil || from?.kind != to?.kind {
      remarks.append(
        "storage classes are not kept: '\(source.name)' and '\(destination.name)' are not buckets "
          + "of one service")
    }
    if overwrite == .alwaysDiffering, from != nil || to != nil {
      remarks.append(
        "with a bucket on a side, 'crc64' goes by size and time as 'changed' does: lists tell no "
          + "bytes")
    }
    return remarks
  }
}
