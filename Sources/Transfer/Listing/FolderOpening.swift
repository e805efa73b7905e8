import CLinux
import Glibc
import Migration

/// A folder that was opened on both sides, with its first names.
struct FolderOpening {
  /// The open source folder, or the negated errno.
  let source: Int32
  /// The open destination folder; -1 if there is none.
  let destination: Int32
  /// The source's facts; nothing is in them if it could not be opened.
  private(set) var facts = FileFacts()
  /// What the destination has under the name; nil for nothing.
  let other: FileFacts?
  /// The first names, or why they cannot be read.
  private(set) var names: Result<NameTable, ObjectError>
  /// What was looked at already, of the first names.
  private(set) var looks: [ObjectLook] = []

  /// So many names are looked at ahead at most.
  private static let mostLooks = 1_024

  /// Opens a folder.
  ///
  /// - Parameters:
  ///   - name: Its name in both folders.
  ///   - source: The open folder that it lies in.
  ///   - destination: The same on the other side, -1 if there is none.
  ///   - way: How it is opened, besides that it has to be a folder.
  ///   - read: Reads its names.
  init(
    _ name: UnsafePointer<CChar>, source: Int32, destination: Int32, way: Int32 = O_RDONLY,
    read: (Int32) throws(ObjectError) -> NameTable
  ) {
    let flags = O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC | way
    self.source = ferry_openat(source, name, flags, 0)
    var other = FileFacts()
    if self.source >= 0, destination >= 0 {
      let opened = ferry_openat(destination, name, flags, 0)
      let isThere =
        opened >= 0
        ? ferry_stat(opened, &other) == 0
        : opened != -ENOENT && ferry_stat_at(destination, name, &other) == 0
      self.destination = max(opened, -1)
      self.other = isThere ? other : nil
    } else {
      self.destination = -1
      self.other = nil
    }
    names = .success(NameTable(limit: 1))
    do throws(ObjectError) {
      try ObjectError.check(self.source, "open", .source)
      try ObjectError.check(ferry_stat(self.source, &facts), "stat", .source)
      names = .success(try read(self.source))
    } catch {
      names = .failure(error)
    }
  }

  /// Looks at the first of its names.
  ///
  /// - Parameter key: The folder's.
  mutating func look(_ key: [UInt8], _ sieve: ObjectSieve?) {
    guard case .success(let names) = names else { return }
    let count = min(names.count, Self.mostLooks)
    looks.reserveCapacity(count)
    var whole = key
    for index in 0..<count {
      let type = names.type(index)
      guard type != UInt8(DT_DIR) else {
        looks.append(.leftOut)
        continue
      }
      whole.append(contentsOf: names.name(index))
      looks.append(
        names.withName(index) { name in
          ObjectLook(
            name, type: type, key: whole, source: source, destination: destination, sieve)
        })
      whole.removeLast(whole.count - key.count)
    }
  }

  /// Closes both folders, if nobody takes them over.
  func closeFolders() {
    if source >= 0 { close(source) }
    if destination >= 0 { close(destination) }
  }
}
