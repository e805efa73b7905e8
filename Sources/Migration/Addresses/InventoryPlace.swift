/// Where a list is, and where the objects are that it names.
public struct InventoryPlace: Hashable, Sendable {
  /// What the keys of the list are relative to.
  public var data: Data
  /// The list itself.
  public var list: List

  /// Where the objects of a list are.
  public enum Data: Hashable, Sendable {
    /// Below a folder of this machine's file systems.
    case folder(LocalPath)
    /// In a bucket, below its address's prefix.
    case bucket(BucketPlace)
    /// Wherever the URLs are that the list has beside its keys.
    ///
    /// - Parameter reachesPrivate: Whether they may lead into private networks, and to this machine.
    case web(reachesPrivate: Bool)
  }

  /// Where a list is.
  public enum List: Hashable, Sendable {
    /// A file of this machine's file systems.
    case file(LocalFile)
    /// An object of a bucket; the place has no prefix.
    case object(String, in: BucketPlace)
  }

  /// A list and its objects.
  public init(data: Data, list: List) {
    self.data = data
    self.list = list
  }

  /// A list of a folder's files, both on this machine.
  public init(data: LocalPath, manifest: LocalFile) {
    self.init(data: .folder(data), list: .file(manifest))
  }

  /// The folder of the objects; nil if they are in none.
  public var folder: LocalPath? {
    guard case .folder(let path) = data else { return nil }
    return path
  }

  /// The bucket of the objects; nil if they are in none.
  public var bucket: BucketPlace? {
    guard case .bucket(let place) = data else { return nil }
    return place
  }

  /// Whether the objects are what URLs lead to.
  public var isWeb: Bool {
    guard case .web = data else { return false }
    return true
  }

  /// The file that is the list; nil if it is in a bucket.
  public var file: LocalFile? {
    guard case .file(let file) = list else { return nil }
    return file
  }

  /// The bucket that the list is in; nil if it is a file.
  public var listBucket: BucketPlace? {
    guard case .object(_, let place) = list else { return nil }
    return place
  }

  /// The path of the list: of a file, or its key in its bucket.
  public var path: String {
    switch list {
    case .file(let file): file.text
    case .object(let key, _): key
    }
  }

  /// What kind of file the list is, by its name.
  public var form: Form {
    for end in ["", ".gz"] {
      if path.hasSuffix(".txt" + end) { return .lines }
      if path.hasSuffix(".csv" + end) { return .rows }
    }
    return .manifest
  }

  /// Kinds of lists.
  public enum Form: Hashable, Sendable {
    /// A manifest in JSON, which names data files: neither of the others.
    case manifest
    /// One key a line, or a URL and a key: `.txt`, `.txt.gz`.
    case lines
    /// Rows of CSV without a manifest, which only lists of URLs can be: `.csv`, `.csv.gz`.
    case rows
  }

  /// The place in one line, as it is recorded with a run.
  public var text: String {
    let list =
      switch list {
      case .file(let file): file.text
      case .object(let key, let place): place.text(ofKey: key)
      }
    return switch data {
    case .folder(let path): "\(path) as listed in \(list)"
    case .bucket(let place): "\(place.text) as listed in \(list)"
    case .web: "URLs as listed in \(list)"
    }
  }

  /// What is wrong with the key of a list in a bucket, and what to write instead; nil if nothing is.
  public static func problem(withKey text: String) -> String? {
    let example = "its key in the bucket, such as 'lists/2026/manifest.json'"
    guard !text.isEmpty else { return "has to be given: \(example)" }
    guard text.utf8.count <= 1024 else { return "is longer than 1024 bytes" }
    guard text.utf8.first != UInt8(ascii: "/") else {
      return "has '/' at its start; a list in a bucket is named by \(example)"
    }
    guard text.utf8.last != UInt8(ascii: "/") else {
      return "has '/' at its end; name the list: \(example)"
    }
    return text.unicodeScalars.contains { $0.properties.generalCategory == .control }
      ? "holds a control character" : nil
  }
}
