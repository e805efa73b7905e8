import Engine
import Migration
import SQLite

/// Where an address is, as the columns of its row have it.
struct PlaceColumns {
  static let names =
    ["type", "prefix"] + BucketColumns.names + ["inventory", "data_type", "reaches_private"]
    + ["list_type"] + BucketColumns.names.map { "list_" + $0 }

  private var type: String
  private var prefix: String
  private var bucket: BucketColumns
  private var list: String?
  /// Where the objects of a list are: `local`, or the word of a kind of store.
  private var dataType: String?
  /// For a list of URLs: whether they may lead into private networks.
  private var reachesPrivate: Int64?
  /// Where a list is, likewise.
  private var listType: String?
  private var listBucket: BucketColumns

  /// The columns of a place.
  init(_ location: Address.Location) {
    prefix = location.bucket?.prefix ?? location.data?.text ?? ""
    bucket = BucketColumns(location.bucket)
    listBucket = BucketColumns(location.list?.listBucket)
    list = location.list?.path
    listType = location.list.map { $0.listBucket?.kind.word ?? "local" }
    switch location {
    case .local: type = "local"
    case .bucket(let place): type = place.kind.word
    case .inventory(let place):
      type = place.isWeb ? "http" : "inv"
      switch place.data {
      case .folder: dataType = "local"
      case .bucket(let bucket): dataType = bucket.kind.word
      case .web(let reaches): reachesPrivate = reaches ? 1 : 0
      }
    }
  }

  /// Reads them from an address's row.
  init(_ row: inout Row) throws(StoreFailure) {
    type = try row.text()
    prefix = try row.text()
    bucket = try BucketColumns(&row)
    list = try row.optionalText()
    dataType = try row.optionalText()
    reachesPrivate = try row.optionalInteger()
    listType = try row.optionalText()
    listBucket = try BucketColumns(&row)
  }

  var values: [SQLValue] {
    [.text(type), .text(prefix)] + bucket.values
      + [.text(list), .text(dataType), .integer(reachesPrivate), .text(listType)]
      + listBucket.values
  }

  /// The place; nil if the columns do not go together.
  var location: Address.Location? {
    switch type {
    case "local": (try? LocalPath(prefix)).map { .local($0) }
    case "inv", "http": inventory.map { .inventory($0) }
    default: bucket.place(of: type, prefix: prefix).map { .bucket($0) }
    }
  }

  private var inventory: InventoryPlace? {
    guard let data, let place else { return nil }
    return InventoryPlace(data: data, list: place)
  }

  private var data: InventoryPlace.Data? {
    if type == "http" { return reachesPrivate.map { .web(reachesPrivate: $0 != 0) } }
    guard let dataType, dataType != "local" else {
      return (try? LocalPath(prefix)).map { .folder($0) }
    }
    return bucket.place(of: dataType, prefix: prefix).map { .bucket($0) }
  }

  private var place: InventoryPlace.List? {
    guard let list, let listType else { return nil }
    if listType == "local" { return (try? LocalFile(list)).map { .file($0) } }
    return listBucket.place(of: listType, prefix: "").map { .object(list, in: $0) }
  }
}
