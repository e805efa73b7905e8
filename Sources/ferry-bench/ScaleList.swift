import CLinux
import Glibc
import Transfer

/// A list that names the files of a tree in turn, again and again.
///
/// A run looks at each row and copies its object, however often the list has named it before: so
/// many millions of objects need no more files than the tree has.
struct ScaleList {
  private static let bucket = "bench"
  private static let name = "rows.csv"

  private let folder: String

  /// Writes the list.
  ///
  /// - Parameters:
  ///   - folder: Is made.
  ///   - rows: How many objects the list names.
  ///   - files: How many there are in the tree, a multiple of its folders.
  init(_ folder: String, rows: Int, files: Int) throws(BenchError) {
    self.folder = folder
    guard mkdir(folder, 0o755) == 0 else { throw .failed("cannot make \(folder)") }
    let file = ferry_openat(AT_FDCWD, "\(folder)/\(Self.name)", O_WRONLY | O_CREAT, 0o644)
    guard file >= 0 else { throw .failed("cannot make a list in \(folder): errno \(-file)") }
    defer { close(file) }
    var text: [UInt8] = []
    let folders = BenchTree.folders(for: files)
    for row in 0..<rows {
      // Folder after folder, as a listing would name them.
      let number = row % files / (files / folders) + folders * (row % (files / folders))
      text.append(contentsOf: "\(Self.bucket),\(BenchTree.key(number, of: files))\n".utf8)
      if text.count > 1 << 20 || row == rows - 1 {
        guard ferry_write(file, text, text.count) == text.count else {
          throw .failed("cannot write a list in \(folder)")
        }
        text.removeAll(keepingCapacity: true)
      }
    }
    let manifest = ferry_openat(AT_FDCWD, "\(folder)/manifest", O_WRONLY | O_CREAT, 0o644)
    guard manifest >= 0 else { throw .failed("cannot make a manifest in \(folder)") }
    close(manifest)
  }

  /// What a run is to read.
  var order: InventoryOrder {
    InventoryOrder(folder: folder, name: "manifest") { (_) throws(InventoryProblem) in
      InventoryLayout(columns: 2, keyColumn: 1, files: [.init(path: Self.name)])
    }
  }
}
