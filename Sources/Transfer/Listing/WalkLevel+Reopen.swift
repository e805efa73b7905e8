import CLinux
import Glibc

extension WalkLevel {
  /// Opens the folder again from the one inside it, and makes sure that it is the same one.
  ///
  /// - Parameters:
  ///   - inner: The level inside, which is open.
  ///   - root: The first level of all.
  ///   - key: The key of something in this folder.
  /// - Returns: Not negative, or the negated errno if the source is not reached.
  func reopen(from inner: WalkLevel, below root: WalkLevel?, at key: [UInt8]) -> Int32 {
    let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC
    let found = ferry_openat(inner.source, "..", flags, 0)
    guard found >= 0 else { return found }
    source = found
    guard Self.isSame(source, identity) else { return -ESTALE }
    guard let destinationIdentity else { return 0 }
    guard inner.destination >= 0 else {
      // There was none inside to come back from: the rest is planned as if there were nothing, and
      // the copy finds what is there. Without this way back nothing is lost but a comparison.
      destination = reopenDestination(below: root, at: key)
      return 0
    }
    let other = ferry_openat(inner.destination, "..", flags, 0)
    guard other >= 0, Self.isSame(other, destinationIdentity) else {
      if other >= 0 { close(other) }
      return 0
    }
    destination = other
    return 0
  }

  /// Walks down from the root to the folder of the destination; -1 if that fails.
  private func reopenDestination(below root: WalkLevel?, at key: [UInt8]) -> Int32 {
    guard let root, root.destination >= 0 else { return -1 }
    let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
    var folder = ferry_openat(root.destination, ".", flags, 0)
    for part in key[..<keyLength].split(separator: UInt8(ascii: "/")) where folder >= 0 {
      let name = part.map { CChar(bitPattern: $0) } + [0]
      let inner = ferry_openat(folder, name, flags, 0)
      close(folder)
      folder = inner
    }
    return max(folder, -1)
  }

  private static func isSame(_ folder: Int32, _ identity: FileFacts) -> Bool {
    var facts = FileFacts()
    return ferry_stat(folder, &facts) == 0 && facts.device == identity.device
      && facts.inode == identity.inode
  }
}
