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
  ///   - scratch: The folder for data files of a list in a bucket.
  ///   - end: Opens a bucket.
  init(
    _ place: InventoryPlace, origin: Origin, paths: PathRules, scratch: String,
    end: (BucketPlace) -> BucketEnd
  ) {
    switch place.list {
    case .file(let file): self.init(folder: file.folder.folder, name: file.name)
    case .object(let key, let bucket): self.init(key: key, in: end(bucket), scratch: scratch)
    }
    switch place.form {
    case .manifest: layout = Self.reader(place)
    case .lines where place.isWeb: plain = { .urlLines($0) }
    case .lines: break
    case .rows: plain = { .urlRows($0) }
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

  /// Reads a manifest.
  private static func reader(
    _ place: InventoryPlace
  ) -> @Sendable ([UInt8]) throws(InventoryProblem) -> InventoryLayout {
    { (bytes) throws(InventoryProblem) in
      let layout: InventoryLayout
      do throws(InventoryError) {
        layout = InventoryLayout(try InventoryManifest(bytes))
      } catch {
        throw InventoryProblem(
          damage: "the inventory \(place.path) cannot be read: \(error.description)")
      }
      guard place.isWeb, layout.fields.url == nil else { return layout }
      throw InventoryProblem(
        damage: "the list \(place.path) cannot be read: fileSchema: does not name Url once")
    }
  }
}

extension InventoryLayout {
  /// What a manifest says.
  fileprivate init(_ manifest: InventoryManifest) {
    self.init(
      columns: manifest.columns, keyColumn: manifest.keyColumn,
      files: manifest.files.map { File(path: $0.path, md5: $0.md5, size: $0.size) })
    fields.size = manifest.column("size")
    fields.modified = manifest.column("lastmodifieddate") ?? manifest.column("lastmodified")
    fields.isLatest = manifest.column("islatest")
    fields.isDeleted = manifest.column("isdeletemarker")
    fields.url = manifest.column("url")
  }
}
