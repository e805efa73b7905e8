import CLinux
import Glibc
import Migration

/// Looks at what a destination folder has under single keys; changes nothing.
///
/// One thread uses it.
final class DestinationLook {
  private let folders: FolderPair
  private var name: [CChar] = []
  /// The folder that is not there, so that each of its objects need not look for it.
  private var absent: [UInt8]?

  /// - Parameter root: An open folder; it stays the caller's.
  init(root: Int32) {
    folders = FolderPair(source: nil, destination: root, makesMissing: false)
  }

  /// What is under a key, whose `/` is no part of the name if it is a folder's.
  ///
  /// - Returns: Nil if nothing is.
  func facts(of key: [UInt8]) -> FileFacts? {
    guard enter(key) else { return nil }
    var facts = FileFacts()
    return ferry_stat_at(folders.destination, name, &facts) == 0 ? facts : nil
  }

  /// When the file that was looked at last was made, in microseconds; nil if that is not known.
  func birth() -> Int64? {
    let birth = ferry_birth_at(folders.destination, name)
    return birth > 0 ? birth : nil
  }

  private func enter(_ key: [UInt8]) -> Bool {
    let path = key.last == UInt8(ascii: "/") ? key.dropLast() : key[...]
    let start = (path.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1
    let folder = path[..<start]
    if !folders.isIn(folder) {
      if let absent, folder.starts(with: absent) { return false }
      absent = nil
      do throws(ObjectError) {
        try folders.enter(folder)
      } catch {
        // What is in the way there is told by the copy.
        absent = Array(folder)
        return false
      }
    }
    name.removeAll(keepingCapacity: true)
    for byte in path[start...] { name.append(CChar(bitPattern: byte)) }
    name.append(0)
    return true
  }
}
