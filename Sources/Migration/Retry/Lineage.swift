/// Where a sub-job stands in its family.
public struct Lineage: Hashable, Sendable {
  /// The job whose failed objects it takes.
  public let parent: JobID
  /// The run of that job in which they failed.
  public let parentRun: RunNumber
  /// The top ancestor.
  public let root: JobID
  /// The run of the root from which the whole chain comes.
  public let rootRun: RunNumber
  /// 1 for a child of the root, and so on.
  public let depth: Int
  /// Whether ferry made it by itself.
  public let isAutomatic: Bool

  /// A place in a family.
  public init(
    parent: JobID, parentRun: RunNumber, root: JobID, rootRun: RunNumber, depth: Int,
    isAutomatic: Bool
  ) {
    self.parent = parent
    self.parentRun = parentRun
    self.root = root
    self.rootRun = rootRun
    self.depth = depth
    self.isAutomatic = isAutomatic
  }
}
