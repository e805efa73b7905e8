import Glibc

/// The path of a folder that somebody is in, and the steps from it to another one.
struct FolderPath {
  /// The key of the folder with the `/` at its end; empty at the roots.
  private(set) var bytes: [UInt8] = []

  /// Whether this is the folder.
  func isAt(_ folder: ArraySlice<UInt8>) -> Bool {
    guard folder.count == bytes.count else { return false }
    // Asked for each object, so not byte by byte.
    return folder.withUnsafeBytes { left in
      bytes.withUnsafeBytes { right in
        guard let left = left.baseAddress, let right = right.baseAddress else { return true }
        return memcmp(left, right, bytes.count) == 0
      }
    }
  }

  /// How many bytes it has in common with the way to another folder.
  func shared(with folder: ArraySlice<UInt8>) -> Int {
    var shared = 0
    while shared < bytes.count, shared < folder.count,
      bytes[shared] == folder[folder.startIndex + shared]
    {
      shared += 1
    }
    return shared
  }

  /// Goes back to so many bytes, which end at a level.
  mutating func goBack(to end: Int) {
    bytes.removeLast(bytes.count - end)
  }

  /// The name of the next folder on the way down to one whose key begins with this path; nil if this
  /// is it.
  func next(to folder: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    let rest = folder.dropFirst(bytes.count)
    return rest.firstIndex(of: UInt8(ascii: "/")).map { rest[..<$0] }
  }

  /// Goes down into a folder of a name.
  mutating func goDown(into name: ArraySlice<UInt8>) {
    bytes.append(contentsOf: name)
    bytes.append(UInt8(ascii: "/"))
  }
}
