import CLinux
import Glibc
import Migration
import Store

/// A list in a folder of this machine.
///
/// No link is followed below the folder, so that nothing outside it is read.
final class FolderList: ListStore {
  private let order: InventoryOrder
  private let folder: Int32

  /// Opens the folder.
  init(_ order: InventoryOrder) throws(InventoryProblem) {
    let opened = Descriptor(
      ferry_openat(AT_FDCWD, order.folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0))
    guard opened.number >= 0 else {
      throw InventoryProblem(
        "The inventory's folder \(order.folder) cannot be opened", -opened.number)
    }
    if let why = order.objection(OpenRoots.path(of: opened.number)) {
      throw InventoryProblem(damage: why)
    }
    self.order = order
    folder = opened.release()
  }

  deinit {
    close(folder)
  }

  func look(_ path: String) throws(InventoryProblem) -> ListFile {
    let descriptor = try open(path)
    return ListFile(path: path, try facts(descriptor, path))
  }

  func open(_ known: ListFile) throws(InventoryProblem) -> Descriptor? {
    let descriptor = try open(known.path)
    let facts = try facts(descriptor, known.path)
    guard ListFile(path: known.path, facts) == known else { return nil }
    return descriptor
  }

  func manifest() throws(InventoryProblem) -> (bytes: [UInt8], file: ListFile) {
    let descriptor = try open(order.name)
    let facts = try facts(descriptor, order.name)
    guard facts.size <= OpenInventory.largestManifest else {
      throw OpenInventory.tooLarge(order, facts.size)
    }
    var bytes = [UInt8](repeating: 0, count: Int(facts.size))
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeMutableBytes { buffer in
        ferry_read(descriptor.number, buffer.baseAddress?.advanced(by: done), buffer.count - done)
      }
      guard count >= 0 else {
        throw InventoryProblem("\(order.manifest) cannot be read", Int32(clamping: -count))
      }
      if count == 0 { break }
      done += count
    }
    return (Array(bytes[..<done]), ListFile(path: order.name, facts))
  }

  /// Opens a file below the folder.
  private func open(_ path: String) throws(InventoryProblem) -> Descriptor {
    let parts = Array(path.utf8).split(
      separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    var current = Descriptor(-1)
    for (index, part) in parts.enumerated() {
      guard FolderPair.isPlain(part), !part.contains(0) else {
        throw InventoryProblem(
          damage: """
            \(order.manifest) names a data file '\(path.prefix(200))', which is no path below its \
            own folder
            """)
      }
      // A pipe must not be waited for.
      let flags =
        index + 1 < parts.count
        ? ferry_open_path_flags() | O_DIRECTORY : O_RDONLY | O_NONBLOCK | O_NOCTTY
      let name = part.map { CChar(bitPattern: $0) } + [0]
      let next = ferry_openat(
        index == 0 ? folder : current.number, name, flags | O_NOFOLLOW | O_CLOEXEC, 0)
      guard next >= 0 else {
        throw InventoryProblem("\(order.folder)/\(path) of the inventory cannot be opened", -next)
      }
      current = Descriptor(next)
    }
    return current
  }

  /// The facts of an open file, which has to be a regular one.
  private func facts(
    _ file: borrowing Descriptor, _ path: String
  ) throws(InventoryProblem) -> FileFacts {
    var facts = FileFacts()
    let code = ferry_stat(file.number, &facts)
    guard code == 0 else {
      throw InventoryProblem("\(order.folder)/\(path) cannot be looked at", -code)
    }
    guard facts.kind == .file else {
      throw InventoryProblem(damage: "\(order.folder)/\(path) is no regular file")
    }
    return facts
  }
}

extension ListFile {
  /// A file of a list as it is now.
  fileprivate init(path: String, _ facts: FileFacts) {
    self.init(path: path, size: facts.size, modified: facts.modified_ns, inode: facts.inode)
  }
}
