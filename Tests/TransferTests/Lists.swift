import Codecs
import Foundation
import Migration
import Transfer

/// A list of objects for a test: a manifest, which only has to be there, and data files.
struct Lists {
  let folder: String
  var layout = InventoryLayout(columns: 2, keyColumn: 1, files: [])

  init(_ folder: String) throws {
    self.folder = folder + "/list"
    try Tree.folder(folder, "list/data")
    try write("manifest.json", Array("{}".utf8))
  }

  /// A list that is there already, without its data files.
  init(existing folder: String) {
    self.folder = folder + "/list"
  }

  /// What a run is to read.
  var order: InventoryOrder {
    let layout = layout
    return InventoryOrder(folder: folder, name: "manifest.json") {
      (_) throws(InventoryProblem) in layout
    }
  }

  /// A plain list of the folder, as a run is to read it.
  func plain(_ name: String) -> InventoryOrder { InventoryOrder(folder: folder, name: name) }

  /// Adds a data file; compressed and with its digest if its name says so.
  mutating func add(_ name: String, _ text: String, checked: Bool = true) throws {
    var bytes = Array(text.utf8)
    if name.hasSuffix(".gz") {
      guard var stream = GzipStream() else { throw CocoaError(.coderInvalidValue) }
      var made: [UInt8] = []
      stream.put(bytes, ends: true) { made += $0 }
      bytes = made
    }
    try write(name, bytes)
    var md5 = MD5()
    md5.add(bytes[...])
    layout.files.append(
      .init(path: name, md5: checked ? md5.digest() : nil, size: Int64(bytes.count)))
  }

  /// Writes a file of the list as it is.
  func write(_ name: String, _ bytes: [UInt8]) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
  }
}

extension Ground {
  /// The order of a run that takes its objects from a list.
  func order(_ list: Lists, _ overwrite: OverwriteRule = .alwaysAll, run: Int64 = 1) -> MoveOrder {
    var order = order(overwrite, run: run)
    order.inventory = list.order
    return order
  }
}
