import Migration

/// The list that a run takes its objects from.
public struct InventoryOrder: Sendable {
  /// The bucket that the list is in; nil for a file.
  public var bucket: BucketEnd?
  /// The folder of the manifest or list, or what its key in the bucket begins with; the names of data
  /// files are relative to it.
  public var folder: String
  /// The name of the manifest or list in it.
  public var name: String
  /// Reads a manifest; asked again whenever the list is opened.
  ///
  /// Nil for a list that is its own only data file; see `plain`.
  public var layout: (@Sendable ([UInt8]) throws(InventoryProblem) -> InventoryLayout)?
  /// What a list without a manifest is; nil for one key a line.
  public var plain: (@Sendable (_ name: String) -> InventoryLayout)?
  /// The folder in which the data files of a list in a bucket lie while they are read: without a name,
  /// one at a time.
  public var scratch = ""
  /// Says why the list's folder, as it really is, may not be used; nil if it may.
  public var objection: @Sendable (_ folder: String) -> String? = { _ in nil }

  /// A list with a manifest, or a plain one.
  public init(
    folder: String, name: String,
    layout: (@Sendable ([UInt8]) throws(InventoryProblem) -> InventoryLayout)? = nil
  ) {
    self.folder = folder
    self.name = name
    self.layout = layout
  }

  /// The same of a list in a bucket.
  ///
  /// - Parameters:
  ///   - key: The list's own, or its manifest's; the bucket's prefix is empty.
  ///   - scratch: The folder for data files while they are read.
  public init(
    key: String, in bucket: BucketEnd, scratch: String,
    layout: (@Sendable ([UInt8]) throws(InventoryProblem) -> InventoryLayout)? = nil
  ) {
    let bytes = Array(key.utf8)
    let slash = bytes.lastIndex(of: UInt8(ascii: "/"))
    self.init(
      folder: slash.map { String(decoding: bytes[..<$0], as: UTF8.self) } ?? "",
      name: String(decoding: bytes[((slash ?? -1) + 1)...], as: UTF8.self), layout: layout)
    self.bucket = bucket
    self.scratch = scratch
  }

  /// The path of the manifest or plain list, for people.
  var manifest: String { text(of: name) }

  /// The path of a file of the list, for people.
  func text(of path: String) -> String {
    let path = folder.isEmpty ? path : "\(folder)/\(path)"
    return bucket?.place.text(ofKey: path) ?? path
  }
}
