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

  /// A plain list of keys, which is its only data file.
  ///
  /// - Parameter name: Its name in its folder.
  init(plain name: String) {
    (columns, keyColumn, files, isPlain) = (1, 0, [File(path: name)], true)
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
