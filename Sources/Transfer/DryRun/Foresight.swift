import CLinux
import Glibc
import Migration

/// Says of single items what a run would do with them.
///
/// Of what would be copied it looks whether it can be read and written; what only copying shows, a
/// full disk say, it does not foresee.
struct Foresight {
  private let comparison: ObjectComparison
  private let excludesFolders: Bool
  /// What a store would refuse cannot be seen before it is asked.
  private let looks: Bool
  /// The way to the folder of the key that was looked at last.
  private let trail: FolderTrail

  init(_ order: MoveOrder, _ roots: borrowing OpenRoots) {
    looks = order.sourceFolder != nil && order.destinationFolder != nil
    comparison = ObjectComparison(
      order,
      // How coarse a service's times are is seen from each pair of them.
      order.remotes != nil
        ? nil : order.destinationBucket != nil ? .exact : .presumed(of: roots.destination))
    excludesFolders = order.filter.excludesFolders
    trail = FolderTrail(source: roots.source, destination: roots.destination)
  }

  /// What would become of an item; nil if it is no object of the run.
  func forecast(_ item: WalkItem, _ key: [UInt8]) -> ObjectForecast? {
    switch item {
    case .failure(let failure, _):
      return ObjectForecast(
        key: failure.key, kind: failure.kind, size: failure.size,
        verdict: .refuse(failure.code, failure.text))
    case .object(let facts, let destination):
      return forecast(key, facts, destination)
    case .objectForFolder(let facts, let destination):
      return forecast(Array(key.dropLast()), facts, destination)
    case .folderForObject(let facts):
      return ObjectForecast(key: ObjectKey(key), kind: facts.kind, size: 0, verdict: .skip)
    case .folder(var facts, let destination):
      guard !excludesFolders else { return nil }
      let reason = comparison.reason(folder: &facts, over: destination)
      return forecast(key, facts, destination, reason)
    }
  }

  private func forecast(
    _ key: [UInt8], _ facts: ObjectFacts, _ destination: ObjectFacts?
  ) -> ObjectForecast {
    forecast(key, facts, destination, comparison.reason(facts, over: destination))
  }

  private func forecast(
    _ key: [UInt8], _ facts: ObjectFacts, _ destination: ObjectFacts?, _ reason: CopyReason?
  ) -> ObjectForecast {
    ObjectForecast(
      key: ObjectKey(key), kind: facts.kind, size: facts.size,
      verdict: reason.map { verdict(key, facts, destination, $0) } ?? .skip)
  }

  private func verdict(
    _ key: [UInt8], _ facts: ObjectFacts, _ destination: ObjectFacts?, _ reason: CopyReason
  ) -> ObjectForecast.Verdict {
    do throws(ObjectError) {
      if looks { try look(key, facts, destination) }
      return .copy(reason)
    } catch {
      return .refuse(error.failureCode, error.description)
    }
  }

  /// Looks for what is in the way of a copy.
  private func look(
    _ key: [UInt8], _ facts: ObjectFacts, _ destination: ObjectFacts?
  ) throws(ObjectError) {
    switch (facts.kind, destination?.kind) {
    case (.folder, .file?), (.folder, .symlink?):
      throw ObjectError("open", .destination, ENOTDIR)
    case (.file, .folder?), (.symlink, .folder?):
      throw ObjectError("rename", .destination, EISDIR)
    default: break
    }
    let path = facts.kind == .folder ? key.dropLast() : key[...]
    let start = (path.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1
    try trail.enter(path[..<start])
    guard trail.obstacle == 0 else {
      throw ObjectError("open folder in", .destination, trail.obstacle)
    }
    if facts.kind == .file {
      let name = path[start...].map { CChar(bitPattern: $0) } + [0]
      try ObjectError.check(ferry_may_read_at(trail.source, name), "open", .source)
    }
    // A folder that is only set right is not written into.
    guard facts.kind != .folder || destination == nil, trail.destination >= 0 else { return }
    let code = ferry_may_write(trail.destination)
    // A run lets itself into folders of its own.
    if code == -EACCES, try FileFacts.of(trail.destination, .destination).owner == geteuid() {
      return
    }
    try ObjectError.check(code, "create", .destination)
  }
}
