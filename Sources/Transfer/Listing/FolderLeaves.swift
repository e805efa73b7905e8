/// The items of a folder for a place that has no folders but empty ones: those that hold something
/// are left out, for the keys of what they hold say as much.
final class FolderLeaves {
  typealias Leaf = (item: WalkItem, key: [UInt8], isLate: Bool)

  private let walk: LocalWalk
  /// What was looked at to see whether the folder before it is empty.
  private var ahead: Leaf?

  init(_ walk: LocalWalk) {
    self.walk = walk
  }

  /// The next item; nil at the end.
  func next() -> Leaf? {
    while let leaf = ahead.take() ?? step() {
      if case .folder = leaf.item {
        ahead = step()
        if let after = ahead, after.key.starts(with: leaf.key) { continue }
      }
      return leaf
    }
    return nil
  }

  private func step() -> Leaf? {
    walk.next().map { ($0, walk.key, walk.isLate) }
  }
}
