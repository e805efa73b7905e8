import Migration

extension ConfigReader {
  /// What kind of store the objects of a list are in; nil for a folder, or if it cannot be told.
  mutating func dataKind() -> ServiceKind? {
    kind("DataType", Served.problem(withDataPlace:))
  }

  /// Reads where the objects are: a folder, or what keys in a bucket begin with.
  mutating func prefix(isInBucket: Bool) -> Located<String> {
    // What is wrong with that of a bucket is told by the bucket's reader.
    if isInBucket { return optional("Address", "Prefix") }
    let prefix = required("Address", "Prefix")
    if let source = prefix.source, let problem = LocalPath.problem(with: prefix.value) {
      refuse("Prefix= \(problem)", at: source.place)
    }
    return prefix
  }

  /// Reads where a list is.
  ///
  /// - Returns: Its path or key, and its bucket if it is in one.
  mutating func list(isWeb: Bool) -> (path: Located<String>, bucket: BucketPlace?) {
    let kind = kind("InvLocation", Served.problem(withListPlace:))
    let path = required("Address", "InvPath")
    var bucket: BucketPlace?
    var problem: String?
    if let kind {
      bucket = self.bucket(of: kind, keys: "Inv")
      problem = InventoryPlace.problem(withKey: path.value)
    } else {
      refuse(
        AddressConfig.listBucketKeys, with: "\(isWeb ? "http" : "inv")' and InvLocation 'local")
      problem = LocalFile.problem(with: path.value)
    }
    if problem == nil, !isWeb { problem = Served.problem(withListFile: path.value) }
    if let source = path.source, let problem { refuse("InvPath= \(problem)", at: source.place) }
    return (path, bucket)
  }

  private mutating func kind(_ key: String, _ rule: (String) -> String?) -> ServiceKind? {
    let place = required("Address", key)
    guard let source = place.source else { return nil }
    if let problem = rule(place.value) {
      refuse("\(key)= \(problem)", at: source.place)
      return nil
    }
    return ServiceKind.named(place.value)
  }
}
