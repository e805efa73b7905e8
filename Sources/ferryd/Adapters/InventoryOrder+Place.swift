import Inventory
import Migration
import Transfer

extension InventoryOrder {
  /// The list of an address.
  ///
  /// - Parameters:
  ///   - place: Where it is.
  ///   - origin: Who has made the address: an administrator's file is not bound to the roots.
  ///   - paths: Rules for local folders.
  init(_ place: InventoryPlace, origin: Origin, paths: PathRules) {
    let manifest = place.manifest
    self.init(folder: manifest.folder.folder, name: manifest.name)
    if !place.isPlain {
      layout = { (bytes) throws(InventoryProblem) in
        do throws(InventoryError) {
          return InventoryLayout(try InventoryManifest(bytes))
        } catch {
          throw InventoryProblem(
            damage: "the inventory \(manifest) cannot be read: \(error.description)")
        }
      }
    }
    objection = { folder in
      do throws(Refusal) {
        try paths.check(try LocalPath(folder + "/"), as: "InvPath", origin: origin)
        return nil
      } catch {
        return error.message
      }
    }
  }
}

extension InventoryLayout {
  /// What a manifest says.
  fileprivate init(_ manifest: InventoryManifest) {
    self.init(
      columns: manifest.columns, keyColumn: manifest.keyColumn,
      files: manifest.files.map { File(path: $0.path, md5: $0.md5, size: $0.size) })
  }
}
