import Migration
import Store

/// A list as it lies there: its manifest, if it has one, is read, its data files are there.
final class OpenInventory: Sendable {
  /// Bytes of a manifest at most: enough for a hundred thousand data files.
  static let largestManifest = 16 << 20

  let order: InventoryOrder
  let layout: InventoryLayout
  /// What the manifest, if there is one, and the data files are now, in this order.
  let files: [ListFile]
  private let store: any ListStore

  /// Reads the manifest and looks at all data files.
  convenience init(
    _ order: InventoryOrder, _ stop: StopFlag = StopFlag(), _ patience: Patience = Patience()
  ) throws(InventoryProblem) {
    if let bucket = order.bucket {
      try self.init(order, in: BucketList(order, bucket, stop, patience))
    } else {
      try self.init(order, in: FolderList(order))
    }
  }

  init(_ order: InventoryOrder, in store: any ListStore) throws(InventoryProblem) {
    var files: [ListFile] = []
    let layout: InventoryLayout
    if let read = order.layout {
      let (bytes, manifest) = try store.manifest()
      layout = try read(bytes)
      files.append(manifest)
    } else {
      layout = order.plain?(order.name) ?? InventoryLayout(plain: order.name)
    }
    for file in layout.files {
      let found = try store.look(file.path)
      if let size = file.size, size != found.size {
        throw InventoryProblem(
          damage: """
            \(file.path) of the inventory \(order.manifest) has \(found.size) bytes, but the \
            manifest says \(size)
            """)
      }
      files.append(found)
    }
    self.order = order
    self.layout = layout
    self.files = files
    self.store = store
  }

  /// What is known of a data file.
  private func known(_ index: Int) -> ListFile { files[order.layout == nil ? index : index + 1] }

  /// The path of a data file, for people.
  func name(of index: Int) -> String {
    let path = known(index).path
    // In a bucket it is the whole key.
    return order.bucket?.place.text(ofKey: path) ?? order.text(of: path)
  }

  /// Opens a data file; it has to be the one that was looked at.
  func open(_ index: Int) throws(InventoryProblem) -> Descriptor {
    guard let file = try store.open(known(index)) else { throw changed(known(index).path) }
    return file
  }

  /// The list is another one than the run began with.
  func changed(_ path: String) -> InventoryProblem {
    InventoryProblem(
      damage: """
        \(path) of the inventory \(order.manifest) is not as it was when the run began to read it
        """)
  }

  static func tooLarge(_ order: InventoryOrder, _ size: Int64) -> InventoryProblem {
    InventoryProblem(
      damage: "\(order.manifest) has \(size) bytes, too many for a manifest (16 MiB)")
  }
}
