import Wire

/// What the manifest of an inventory says of its lists.
///
/// The manifests of OSS and S3 are read as well as ferry's own: of the schema the place of `Key` has
/// to be there, and those of some others are of use.
///
/// Source: Alibaba Cloud OSS, bucket inventory; Amazon S3 Inventory.
public struct InventoryManifest: Hashable, Sendable {
  /// How many fields each row has.
  public let columns: Int
  /// Which of them is the key, from 0.
  public let keyColumn: Int
  /// The data files in their order.
  public let files: [File]
  /// The names of the columns, in small letters.
  private let names: [String]

  /// Where a column is, from 0; nil if there is none, or more than one.
  ///
  /// - Parameter name: In small letters.
  public func column(_ name: String) -> Int? {
    guard let index = names.firstIndex(of: name), index == names.lastIndex(of: name) else {
      return nil
    }
    return index
  }

  /// One data file.
  public struct File: Hashable, Sendable {
    /// Its path, relative to the manifest's folder.
    public let path: String
    /// Its MD5 digest in hexadecimal digits, nil if there is none.
    public let md5: String?
    /// Its bytes, nil if they are not told.
    public let size: Int64?
  }

  /// Reads a manifest's text.
  ///
  /// - Throws: What is wrong with it, without its path.
  public init(_ bytes: [UInt8]) throws(InventoryError) {
    let json: JSONValue
    do throws(WireError) {
      json = try JSONValue.read(bytes)
    } catch {
      throw InventoryError("it is no manifest: \(error.description)")
    }
    try Self.checkFormat(json)
    let names = try Self.text(json, "fileSchema").split(
      separator: ",", omittingEmptySubsequences: false
    ).map { Self.trimmed($0).lowercased() }
    guard let column = names.firstIndex(of: "key"), column == names.lastIndex(of: "key") else {
      throw InventoryError(
        "fileSchema: '\(try Self.text(json, "fileSchema").prefix(200))' does not name Key once")
    }
    (columns, keyColumn) = (names.count, column)
    self.names = names
    guard case .array(let files)? = json["files"] else {
      throw InventoryError("files: has to be given, as a list")
    }
    var found: [File] = []
    for (number, file) in files.enumerated() {
      found.append(try Self.file(file, at: "files[\(number)]"))
    }
    self.files = found
  }

  private static func checkFormat(_ json: JSONValue) throws(InventoryError) {
    let format = try text(json, "fileFormat")
    guard format.lowercased() == "csv" else {
      throw InventoryError(
        "fileFormat: '\(format.prefix(60))' is not served by this version of ferry; it reads CSV")
    }
  }

  private static func file(
    _ json: JSONValue, at place: String
  ) throws(InventoryError) -> File {
    let path = try text(json, "key", at: "\(place).")
    if let problem = problem(withPath: path) {
      throw InventoryError("\(place).key: '\(path.prefix(200))' \(problem)")
    }
    var md5: String?
    if json["MD5checksum"] != nil {
      let text = try text(json, "MD5checksum", at: "\(place).")
      guard text.isEmpty || (text.utf8.count == 32 && text.allSatisfy(\.isHexDigit)) else {
        throw InventoryError("\(place).MD5checksum: '\(text.prefix(60))' is no MD5 digest")
      }
      md5 = text.isEmpty ? nil : text
    }
    return File(path: path, md5: md5, size: try size(json["size"], at: place))
  }

  private static func size(
    _ json: JSONValue?, at place: String
  ) throws(InventoryError) -> Int64? {
    switch json {
    case nil, .null?: return nil
    case .integer(let size)? where size >= 0: return size
    case .string(let text)?:
      if let size = Int64(text), size >= 0 { return size }
    default: break
    }
    throw InventoryError("\(place).size: is no number of bytes")
  }

  /// Why a path is not one below the manifest's folder, or not one of CSV; nil if it is.
  private static func problem(withPath path: String) -> String? {
    let parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    for part in parts where part.isEmpty || [".", ".."].contains(String(part)) {
      return "is no path below the manifest's folder"
    }
    if path.utf8.contains(0) { return "holds a NUL byte" }
    guard path.hasSuffix(".csv") || path.hasSuffix(".csv.gz") else {
      return "is neither .csv.gz nor .csv"
    }
    return nil
  }

  private static func text(
    _ json: JSONValue, _ name: String, at place: String = ""
  ) throws(InventoryError) -> String {
    guard case .string(let text)? = json[name] else {
      throw InventoryError("\(place)\(name): has to be given, as text")
    }
    return text
  }

  private static func trimmed(_ text: Substring) -> String {
    String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
