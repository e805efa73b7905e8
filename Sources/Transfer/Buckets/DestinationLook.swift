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

  /// What is under a key; nil if nothing is, or nothing that can be reached: then the copy tells why.
  ///
  /// The `/` of a folder's key is no part of its name.
  ///
  /// - Throws: What may pass: something may be there all the same.
  func facts(of key: [UInt8]) throws(ObjectError) -> FileFacts? {
    guard try enter(key) else { return nil }
    var facts = FileFacts()
    let code = ferry_stat_at(folders.destination, name, &facts)
    if code == 0 { return facts }
    let error = ObjectError("look at", .destination, -code)
    if error.mayPass || error.remedyForTheRun != nil { throw error }
    return nil
  }

  /// When the file that was looked at last was made, in microseconds; nil if that is not known.
  func birth() -> Int64? {
    let birth = ferry_birth_at(folders.destination, name)
    return birth > 0 ? birth : nil
  }

  private func enter(_ key: [UInt8]) throws(ObjectError) -> Bool {
    let path = key.last == UInt8(ascii: "/") ? key.dropLast() : key[...]
    let start = (path.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1
    let folder = path[..<start]
    if !folders.isIn(folder) {
      if let absent, folder.starts(with: absent) { return false }
      absent = nil
      do throws(ObjectError) {
        try folders.enter(folder)
      } catch {
        if error.mayPass || error.remedyForTheRun != nil { throw error }
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
