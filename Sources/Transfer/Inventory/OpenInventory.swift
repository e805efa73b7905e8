import CLinux
import Glibc
import Migration
import Store

/// A list as it lies on the disk: its manifest, if it has one, is read, its data files are there.
///
/// No link is followed below the manifest's folder, so that nothing outside it is read.
final class OpenInventory: Sendable {
  /// Bytes of a manifest at most: enough for a hundred thousand data files.
  static let largestManifest = 16 << 20

  let order: InventoryOrder
  let layout: InventoryLayout
  /// What the manifest, if there is one, and the data files are now, in this order.
  let files: [ListFile]
  private let folder: Int32

  /// Opens the folder, reads the manifest and looks at all data files.
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
    var files: [ListFile] = []
    let layout: InventoryLayout
    if let read = order.layout {
      let (bytes, manifest) = try Self.read(order, in: opened.number)
      layout = try read(bytes)
      files.append(manifest)
    } else {
      layout = InventoryLayout(plain: order.name)
    }
    for file in layout.files {
      let descriptor = try Self.open(file.path, in: opened.number, of: order)
      let facts = try Self.facts(descriptor, file.path, of: order)
      if let size = file.size, size != facts.size {
        throw InventoryProblem(
          damage: """
            \(file.path) of the inventory \(order.manifest) has \(facts.size) bytes, but the \
            manifest says \(size)
            """)
      }
      files.append(ListFile(path: file.path, facts))
    }
    self.order = order
    self.layout = layout
    self.files = files
    folder = opened.release()
  }

  deinit {
    close(folder)
  }

  /// Opens a data file; it has to be the one that was looked at.
  func open(_ index: Int) throws(InventoryProblem) -> Descriptor {
    let known = files[layout.isPlain ? index : index + 1]
    let descriptor = try Self.open(known.path, in: folder, of: order)
    let facts = try Self.facts(descriptor, known.path, of: order)
    guard ListFile(path: known.path, facts) == known else { throw changed(known.path) }
    return descriptor
  }

  /// The list is another one than the run began with.
  func changed(_ path: String) -> InventoryProblem {
    InventoryProblem(
      damage: """
        \(path) of the inventory \(order.manifest) is not as it was when the run began to read it
        """)
  }

  private static func read(
    _ order: InventoryOrder, in folder: Int32
  ) throws(InventoryProblem) -> ([UInt8], ListFile) {
    let descriptor = try open(order.name, in: folder, of: order)
    let facts = try facts(descriptor, order.name, of: order)
    guard facts.size <= largestManifest else {
      throw InventoryProblem(
        damage: "\(order.manifest) has \(facts.size) bytes, too many for a manifest (16 MiB)")
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
  private static func open(
    _ path: String, in folder: Int32, of order: InventoryOrder
  ) throws(InventoryProblem) -> Descriptor {
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
  private static func facts(
    _ file: borrowing Descriptor, _ path: String, of order: InventoryOrder
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
