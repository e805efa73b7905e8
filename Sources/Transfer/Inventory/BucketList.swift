import CLinux
import Glibc
import Migration
import Store

/// A list in a bucket.
///
/// A data file is brought to this machine before its first row is told, so that its digest can be
/// compared before: into a file without a name, which is gone with whoever reads it. One at a time is
/// there, whatever their number.
final class BucketList: ListStore {
  private let order: InventoryOrder
  private let bucket: BucketEnd
  private let stop: StopFlag
  private let patience: Patience
  /// How much of a data file is brought; nil for all of it.
  private let most: Int64?

  /// - Parameter most: Bytes of a data file that are wanted; nil for all.
  init(
    _ order: InventoryOrder, _ bucket: BucketEnd, _ stop: StopFlag, _ patience: Patience,
    most: Int64? = nil
  ) {
    self.order = order
    self.bucket = bucket
    self.stop = stop
    self.patience = patience
    self.most = most
  }

  func manifest() throws(InventoryProblem) -> (bytes: [UInt8], file: ListFile) {
    let client = try client()
    let key = Array((order.folder.isEmpty ? order.name : "\(order.folder)/\(order.name)").utf8)
    guard let known = try look(client, key) else { throw absent(key) }
    guard known.facts.size <= OpenInventory.largestManifest else {
      throw OpenInventory.tooLarge(order, known.facts.size)
    }
    var bytes: [UInt8] = []
    try asked { () throws(ObjectError) in
      bytes = []
      _ = try client.get(key, ifTag: known.tag) { (part) throws(ObjectError) in
        guard bytes.count + part.count <= OpenInventory.largestManifest else { throw .changed }
        bytes.append(contentsOf: part)
      }
    }
    return (bytes, ListFile(key, known))
  }

  /// A data file is named relative to the manifest, as `ferry failed` does it, or by its key in the
  /// bucket, as object stores do.
  func look(_ path: String) throws(InventoryProblem) -> ListFile {
    let client = try client()
    let path = Array(path.utf8)
    var keys = [order.folder.isEmpty ? path : Array("\(order.folder)/".utf8) + path]
    if order.layout != nil {
      keys.append(path)
      let own = Array("\(bucket.place.bucket)/".utf8)
      if path.starts(with: own) { keys.append(Array(path.dropFirst(own.count))) }
    }
    for key in keys {
      if let found = try look(client, key) { return ListFile(key, found) }
    }
    throw absent(keys[0])
  }

  func open(_ known: ListFile) throws(InventoryProblem) -> Descriptor? {
    let client = try client()
    let key = Array(known.path.utf8)
    guard let found = try look(client, key) else { throw absent(key) }
    guard ListFile(key, found) == known else { return nil }
    let wanted = min(known.size, most ?? known.size)
    let file = try scratchFile()
    let number = file.number
    var done: Int64 = 0
    try asked { () throws(ObjectError) in
      // What came before a connection broke need not come again.
      guard done < wanted else { return }
      let range = done == 0 && wanted == known.size ? nil : done..<wanted
      _ = try client.get(key, range, ifTag: found.tag) { (bytes) throws(ObjectError) in
        guard done + Int64(bytes.count) <= wanted else { throw .changed }
        try Self.write(bytes, to: number)
        done += Int64(bytes.count)
      }
    }
    guard done == wanted else {
      throw InventoryProblem(trouble: "\(text(key)) cannot be read: it has come in part only")
    }
    let code = ferry_rewind(number)
    guard code == 0 else { throw InventoryProblem("\(text(key)) cannot be read again", -code) }
    return file
  }

  // MARK: - Pieces

  private func text(_ key: [UInt8]) -> String {
    bucket.place.text(ofKey: String(decoding: key, as: UTF8.self))
  }

  private func client() throws(InventoryProblem) -> BucketClient {
    do throws(ObjectError) {
      return try BucketClient(bucket, .source, stop)
    } catch {
      throw trouble(error)
    }
  }

  private func look(
    _ client: BucketClient, _ key: [UInt8]
  ) throws(InventoryProblem) -> BucketObject? {
    var found: BucketObject?
    try asked { () throws(ObjectError) in found = try client.look(key) }
    return found
  }

  private func asked(_ body: () throws(ObjectError) -> Void) throws(InventoryProblem) {
    do throws(ObjectError) {
      try patience.persist(body)
    } catch {
      throw trouble(error)
    }
  }

  private func trouble(_ error: ObjectError) -> InventoryProblem {
    InventoryProblem(trouble: "the list \(order.manifest) cannot be read: \(error)")
  }

  private func absent(_ key: [UInt8]) -> InventoryProblem {
    InventoryProblem(trouble: "\(text(key)) of the list \(order.manifest) is not there")
  }

  /// A file without a name, in memory if only its begin is wanted; where the file system has none, its name is taken away at once.
  private func scratchFile() throws(InventoryProblem) -> Descriptor {
    let nameless = most == nil ? ferry_nameless_file(order.scratch) : ferry_nameless_file(nil)
    if nameless >= 0 { return Descriptor(nameless) }
    let path = "\(order.scratch)/list-\(UInt64.random(in: 0...UInt64.max))~"
    let named = ferry_openat(
      AT_FDCWD, path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard named >= 0 else {
      throw InventoryProblem(
        "a data file of the list \(order.manifest) cannot be laid down in \(order.scratch)", -named)
    }
    unlink(path)
    return Descriptor(named)
  }

  private static func write(
    _ bytes: UnsafeRawBufferPointer, to file: Int32
  ) throws(ObjectError) {
    var done = 0
    while done < bytes.count, let start = bytes.baseAddress {
      done += try ObjectError.count(
        ferry_write(file, start + done, bytes.count - done), "lay down", .destination)
    }
  }
}

extension ListFile {
  /// An object of a list as it is now: the same content put there again is the same.
  fileprivate init(_ key: [UInt8], _ object: BucketObject) {
    var tag = FNV1a()
    tag.mix(object.tag.utf8)
    self.init(
      path: String(decoding: key, as: UTF8.self), size: object.facts.size,
      modified: object.tag.isEmpty ? object.facts.modified : 0, inode: tag.value)
  }
}
