public import Migration

/// What the listing found since the last plan: it goes into the ledger in one transaction.
public struct LedgerPlan: Sendable {
  /// A folder that is made, or whose mode and time are set again, when all else is done.
  public struct Folder: Hashable, Sendable {
    /// Its key, which ends in `/`.
    public var key: ObjectKey
    /// Permission bits.
    public var mode: UInt32
    /// Nanoseconds since the epoch.
    public var modified: Int64
    /// Whether it is an object of the run, or only set right again.
    public var isCounted: Bool

    /// A folder as listed.
    public init(key: ObjectKey, mode: UInt32, modified: Int64, isCounted: Bool) {
      self.key = key
      self.mode = mode
      self.modified = modified
      self.isCounted = isCounted
    }
  }

  /// Batches to copy, in key order.
  public var batches: [PackedBatch] = []
  /// Folders; one that is planned already stays as it was.
  public var folders: [Folder] = []
  /// Objects that need no copy.
  public var skipped: Int64 = 0
  /// Their bytes.
  public var skippedBytes: Int64 = 0
  /// What a retry was to move and need not: each is recorded, besides being counted as skipped.
  public var recoveries: [Recovery] = []
  /// Objects that listing itself found impossible.
  public var failures: [ObjectFailure] = []
  /// By what URLs planned and failed objects are got, of a list of URLs; the last one of a key stands.
  public var urls: [(key: ObjectKey, url: [UInt8])] = []
  /// Whether a folder that failed is one whose content is not known.
  public var listsFolders = true
  /// The last key that this plan covers, or what its source goes on after in place of one; nil
  /// leaves the cursor where it is.
  public var cursor: ObjectKey?
  /// Whether the source has been listed to its end.
  public var isListed = false

  /// Nothing found.
  public init() {}
}
