public import Migration
public import Store

/// Everything that one run of a local job needs to know.
public struct MoveOrder: Sendable {
  /// The job's identity, as its ledger keeps it.
  public var job: String
  /// The run's number.
  public var run: Int64
  /// The folder whose content is moved, a link to one is followed; of a bucket its name for people.
  public var source: String
  /// The folder that receives it, made if only its last part is missing; of a bucket its name for
  /// people.
  public var destination: String
  /// The bucket that is the source; nil if a folder is.
  public var sourceBucket: BucketEnd?
  /// How the objects of a list of URLs are got; nil if they are in a bucket or a folder.
  public var web: WebEnd?
  /// The bucket that is the destination; nil if a folder is.
  public var destinationBucket: BucketEnd?
  /// The sides, if rclone moves the run; the two above are nil then.
  public var remotes: RemoteOrder?
  /// What happens to objects that are there already.
  public var overwrite: OverwriteRule
  /// How objects are copied.
  public var rule = CopyRule()
  /// Which objects are moved; folders that are left out appear where something in them does.
  public var filter = ObjectFilter()
  /// The ledgers of the runs above, if the run is a retry: its parent's first, the root's last.
  ///
  /// A retry lists nothing. It takes what of its parent's run still fails by the root's ledger, and
  /// writes there what became of it.
  public var ancestors: [LedgerPlace] = []
  /// The list that names the objects; nil to list the source itself.
  ///
  /// A retry needs none.
  public var inventory: InventoryOrder?
  /// The limits to begin with.
  public var throttle = Throttle.none
  /// The limits of all runs together; nil if there are none.
  public var common: CommonThrottle?
  /// Says why the folders, as they really are, may not be used; nil if they may.
  ///
  /// A side that is a bucket is nil.
  /// Asked when they are open: a link may have been put in the way since the job was made.
  public var objection: @Sendable (_ source: String?, _ destination: String?) -> String? = {
    _, _ in nil
  }
  /// Says what keeps the daemon from the folders that others can use; nil if nothing does.
  ///
  /// Asked before they are opened: what the system says then is a puzzle to those others.
  public var hindrance: @Sendable (_ source: String?, _ destination: String?) -> String? = {
    _, _ in nil
  }
  /// Hears of single objects when the ledger knows of them; nil if nobody wants to.
  public var teller: (any ObjectTeller)?
  /// Identifies the machine's present boot (`/proc/sys/kernel/random/boot_id`).
  public var boot: String

  /// An order with the defaults for everything else.
  public init(
    job: String, run: Int64, source: String, destination: String, overwrite: OverwriteRule,
    boot: String
  ) {
    self.job = job
    self.run = run
    self.source = source
    self.destination = destination
    self.overwrite = overwrite
    self.boot = boot
  }
}

extension MoveOrder {
  /// The folder that is the source; nil if it is none.
  var sourceFolder: String? {
    sourceBucket == nil && web == nil && remotes?.source == nil ? source : nil
  }
  /// The folder that is the destination; nil if it is none.
  var destinationFolder: String? {
    destinationBucket == nil && remotes?.destination == nil ? destination : nil
  }
}
