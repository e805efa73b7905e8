/// The constant by which one job's starts are moved, so that many jobs of one rule spread out.
enum Jitter {
  /// How much later a job acts on its slots: from 0 to below `limit`, in whole milliseconds.
  ///
  /// It depends on the job's ID and the limit only, so that it stays the same for its whole life.
  /// FNV-1a with the finalizer of MurmurHash3, which lets the high bits depend on all.
  static func offset(of version: String, below limit: Int64) -> Int64 {
    guard limit >= 1_000 else { return 0 }
    var fnv = FNV1a()
    fnv.mix(version.utf8)
    var hash = fnv.value
    hash = (hash ^ (hash >> 33)) &* 0xff51_afd7_ed55_8ccd
    hash = (hash ^ (hash >> 33)) &* 0xc4ce_b9fe_1a85_ec53
    hash ^= hash >> 33
    return Int64(hash % UInt64(limit / 1_000)) * 1_000
  }
}
