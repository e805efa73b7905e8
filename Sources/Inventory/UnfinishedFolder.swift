import Glibc
import Platform

/// The folder in which an inventory is made; unless it is finished, it goes with its owner.
final class UnfinishedFolder {
  /// The path.
  let path: String
  /// Whether it has its own name now, and stays.
  var isFinished = false

  /// Makes the folder beside the one that it is to become.
  init(of folder: String) throws(InventoryError) {
    path = try Self.make(folder)
  }

  deinit {
    guard !isFinished else { return }
    // What cannot be removed is seen by its name: there is nobody to tell it to.
    let names = (try? FolderNames.read(path + "/data")) ?? []
    for name in names { unlink("\(path)/data/\(name)") }
    rmdir(path + "/data")
    unlink(path + "/manifest.json")
    rmdir(path)
  }

  private static func make(_ folder: String) throws(InventoryError) -> String {
    do throws(SystemError) {
      let path = "\(folder).\(HexText.encode(try RandomBytes.make(count: 6)))"
      for part in [path, path + "/data"] where mkdir(part, 0o777) != 0 {
        throw SystemError(errno, "mkdir", part)
      }
      return path
    } catch {
      throw InventoryError(error)
    }
  }
}
