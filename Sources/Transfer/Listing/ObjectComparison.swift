import Migration

/// Says which objects are to be copied, given what the destination has: for a plan and for a look
/// ahead alike.
struct ObjectComparison {
  let overwrite: OverwriteRule
  let keeper: FactsKeeper
  /// How coarsely the destination keeps times; nil if that is to be seen from each pair of times.
  let timeStep: TimeStep?
  private let hasBucket: Bool
  private let isToBucket: Bool

  init(_ order: MoveOrder, _ timeStep: TimeStep?) {
    keeper = FactsKeeper(rule: order.rule)
    self.timeStep = timeStep
    isToBucket = order.destinationFolder == nil
    hasBucket = isToBucket || order.sourceFolder == nil
    // No request is made for a single object: what a list does not tell is told by size and time.
    overwrite =
      hasBucket && order.overwrite == .alwaysDiffering ? .alwaysChanged : order.overwrite
  }

  /// Why a file or link is copied, with both times as the destination would keep them.
  ///
  /// - Returns: Nil if it is skipped.
  func reason(_ source: ObjectFacts, over destination: ObjectFacts?) -> CopyReason? {
    var (source, destination) = (source, destination)
    let step =
      timeStep
      ?? destination.map { TimeStep(set: source.modified, kept: $0.modified) } ?? .exact
    source.modified = step.kept(source.modified)
    // The target of such a link is another one there, and with it its length.
    if source.kind == .symlink, keeper.rule.convertsLinks { destination?.size = source.size }
    if let kept = destination.map({ step.kept($0.modified) }) { destination?.modified = kept }
    return overwrite.reason(toCopy: source, over: destination)
  }

  /// Why a folder is made or set right.
  ///
  /// - Parameter facts: The source's; with the mode that the copy gets afterwards.
  /// - Returns: Nil if it is skipped.
  func reason(folder facts: inout ObjectFacts, over destination: ObjectFacts?) -> CopyReason? {
    facts.mode = keeper.mode(facts.mode, of: .folder)
    // A bucket keeps no modes and times of folders. An object that holds something can have the
    // key of one there.
    if hasBucket, let destination {
      let isLeft = destination.kind == .folder || isToBucket && overwrite == .never
      return isLeft ? nil : .otherKind
    }
    var destination = destination
    // Without kept times only the mode tells folders apart.
    if !keeper.rule.keepsModified { destination?.modified = facts.modified }
    if let kind = destination?.kind, kind != .folder { return .otherKind }
    return reason(facts, over: destination)
  }
}
