/// What a manifest says of its data files, or what a plain list is.
public struct InventoryLayout: Hashable, Sendable {
  /// How many fields each row has.
  public var columns: Int
  /// Which of them is the key, from 0.
  public var keyColumn: Int
  /// The data files in their order.
  public var files: [File]
  /// Whether each line is a key as it stands there, in place of fields.
  public var isPlain = false
  /// What else each row says of its object.
  public var fields = Fields()

  /// Columns beside the key's, from 0; nil for those that are not there.
  public struct Fields: Hashable, Sendable {
    /// Bytes.
    public var size: Int?
    /// When it was modified.
    public var modified: Int?
    /// Whether it is the newest of its versions: rows of others are passed over.
    public var isLatest: Int?
    /// Whether it says that the object was deleted: such rows are passed over.
    public var isDeleted: Int?
    /// The URL to get it by, in a list of URLs.
    public var url: Int?

    /// None.
    public init() {}

    var all: [Int?] { [size, modified, isLatest, isDeleted, url] }
  }

  /// A plain list of keys, which is its only data file.
  ///
  /// - Parameter name: Its name in its folder.
  public init(plain name: String) {
    (columns, keyColumn, files, isPlain) = (1, 0, [File(path: name)], true)
  }

  /// A list of URLs without a manifest, a row of CSV for each: the key, and the URL.
  ///
  /// - Parameter name: Its name in its folder.
  public static func urlRows(_ name: String) -> InventoryLayout {
    var layout = InventoryLayout(columns: 2, keyColumn: 0, files: [File(path: name)])
    layout.fields.url = 1
    return layout
  }

  /// A list of URLs with a line for each: the URL, a tabulator or a blank, and the key.
  ///
  /// - Parameter name: Its name in its folder.
  public static func urlLines(_ name: String) -> InventoryLayout {
    var layout = InventoryLayout(plain: name)
    layout.fields.url = 0
    return layout
  }

  /// A layout.
  public init(columns: Int, keyColumn: Int, files: [File]) {
    self.columns = columns
    self.keyColumn = keyColumn
    self.files = files
  }

  /// One data file.
  public struct File: Hashable, Sendable {
    /// Its path relative to the manifest's folder; `.gz` at its end says that it is compressed.
    public var path: String
    /// Its MD5 digest in hexadecimal digits of either case, nil if the manifest gives none.
    public var md5: String?
    /// Its bytes, nil if the manifest does not say.
    public var size: Int64?

    /// A data file.
    public init(path: String, md5: String? = nil, size: Int64? = nil) {
      self.path = path
      self.md5 = md5
      self.size = size
    }
  }
}
