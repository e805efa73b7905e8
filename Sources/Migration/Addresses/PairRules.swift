/// Which two addresses may be the sides of one job.
public enum PairRules {
  /// Refuses a pair that no job can have.
  ///
  /// - Parameter resolved: A folder with its links resolved; nil for what it is itself.
  /// - Throws: `ImportAddressTypeInvalid` for what no transport reaches, `InvalidArgument` if one
  ///   side would feed the other, or cannot be what it is to be.
  public static func check(
    source: Address, destination: Address, resolved: (LocalPath) -> LocalPath? = { _ in nil }
  ) throws(Refusal) {
    for address in [source, destination] {
      if let unserved = address.unserved { throw unserved }
    }
    try PathRules.checkWritable(destination)
    if source.location.isList, destination.location.bucket?.isRclones == true {
      throw Refusal(
        .invalidArgument,
        "what the list '\(source.name)' names cannot be moved to '\(destination.name)', which rclone "
          + "reaches; name a folder or a bucket as destination")
    }
    if let from = source.location.bucket, let to = destination.location.bucket {
      try check(source: from, destination: to)
    }
    guard let from = source.location.data, let to = destination.location.data else { return }
    try PathRules.checkPair(source: from, destination: to)
    // By way of a symbolic link one can lie inside the other all the same.
    try PathRules.checkPair(source: resolved(from) ?? from, destination: resolved(to) ?? to)
  }

  private static func check(
    source: BucketPlace, destination: BucketPlace
  ) throws(Refusal) {
    guard source.kind == destination.kind, source.bucket == destination.bucket,
      source.domain == destination.domain, source.region == destination.region,
      source.prefix.hasPrefix(destination.prefix) || destination.prefix.hasPrefix(source.prefix)
    else { return }
    throw Refusal(
      .invalidArgument,
      "source and destination are parts of each other in bucket \(source.bucket): the copy would "
        + "feed itself; name other prefixes, or another bucket")
  }
}
