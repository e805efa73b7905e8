import Glibc
import Platform
import Wire

/// Writes an inventory: a manifest and compressed lists of objects, in a new folder that is there
/// as a whole or not at all.
///
/// The rows are `Bucket, Key, Size, LastModifiedDate`, as in the inventories of object stores; keys
/// are in percent-encoding. Memory does not depend on the number of rows.
///
/// Source: Alibaba Cloud OSS, bucket inventory; Amazon S3 Inventory.
public struct InventoryWriter: ~Copyable {
  /// Rows in one data file at most.
  public static let rowsPerFile = 100_000
  /// Bytes at which a data file ends, below the 100 MB that readers take.
  private static let bytesPerFile: Int64 = 64 << 20

  private let folder: String
  private let unfinished: UnfinishedFolder
  private let head: InventoryHead
  private var file: InventoryFile?
  private var files: [JSONValue] = []
  private var rows: Int64 = 0

  /// Begins an inventory beside the folder that it is to become.
  ///
  /// - Parameters:
  ///   - folder: The folder; it may be there if it is empty.
  ///   - head: What the inventory says beside its objects.
  public init(folder: String, _ head: InventoryHead) throws(InventoryError) {
    var path = folder
    while path.utf8.count > 1, path.hasSuffix("/") { path.removeLast() }
    try Self.refuseTaken(path)
    let unfinished = try UnfinishedFolder(of: path)
    self.folder = path
    self.head = head
    self.unfinished = unfinished
  }

  private var temporary: String { unfinished.path }

  /// Adds an object.
  public mutating func add(_ row: InventoryRow) throws(InventoryError) {
    if let file, file.rows >= Self.rowsPerFile || file.size >= Self.bytesPerFile {
      try endFile()
    }
    if file == nil { file = try InventoryFile(path: "\(temporary)/\(nextName)") }
    try file?.add("\(head.sourceBucket),\(row.encodedKey),\(row.size),\(row.modified)")
    rows += 1
  }

  /// Writes the manifest and gives the folder its name.
  ///
  /// - Returns: How many objects and how many data files there are.
  public mutating func finish() throws(InventoryError) -> (rows: Int64, files: Int) {
    try endFile()
    let manifest: JSONValue = [
      "creationTimestamp": .string(String(head.created)),
      "destinationBucket": .string(head.destinationBucket),
      "fileFormat": "CSV",
      "fileSchema": "Bucket, Key, Size, LastModifiedDate",
      "files": .array(files),
      "sourceBucket": .string(head.sourceBucket),
      "version": "2019-09-01",
    ]
    do throws(SystemError) {
      let path = temporary + "/manifest.json"
      let descriptor = try FileDescriptor.open(path, O_WRONLY | O_CREAT | O_EXCL, mode: 0o666)
      try descriptor.write(all: Array((manifest.text + "\n").utf8), path: path)
      try descriptor.sync(path: path)
      try AtomicFile.syncFolder(temporary + "/data")
      try AtomicFile.syncFolder(temporary)
      // Over a folder only if that is empty still.
      guard rename(temporary, folder) == 0 else { throw SystemError(errno, "rename", folder) }
      unfinished.isFinished = true
      try AtomicFile.syncFolder(Self.parent(of: folder))
    } catch {
      throw InventoryError(error)
    }
    return (rows, files.count)
  }

  private var nextName: String {
    let number = String(files.count)
    let digits = String(repeating: "0", count: max(0, 4 - number.utf8.count)) + number
    return "data/\(head.name)-\(digits).csv.gz"
  }

  private mutating func endFile() throws(InventoryError) {
    guard let (md5, size) = try file?.finish() else { return }
    files.append([
      "MD5checksum": .string(md5), "key": .string(nextName), "size": .integer(size),
    ])
    file = nil
  }

  /// Refuses a place where something is already.
  private static func refuseTaken(_ path: String) throws(InventoryError) {
    guard !path.isEmpty, path != "/" else {
      throw InventoryError("an inventory needs a folder of its own: give the path of a new one")
    }
    var facts = stat()
    guard lstat(path, &facts) == 0 else { return }
    guard facts.st_mode & S_IFMT == S_IFDIR else {
      throw InventoryError("\(path) is there already and no folder; give the path of a new one")
    }
    do throws(SystemError) {
      guard try FolderNames.read(path).isEmpty else {
        throw SystemError(ENOTEMPTY, "rename", path)
      }
    } catch {
      throw InventoryError(
        error.code == ENOTEMPTY
          ? "the folder \(path) is not empty; give the path of a new one" : "\(error)")
    }
  }

  private static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
