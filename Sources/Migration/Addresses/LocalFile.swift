/// The absolute path of a file, in the one form in which paths are compared.
///
/// Begins with `/` and ends with a name; no `.`, `..` or empty components. Symbolic links are not
/// resolved: that is a question to the file system, not a rule.
public struct LocalFile: Hashable, Sendable, CustomStringConvertible {
  /// The folder that the file lies in.
  public let folder: LocalPath
  /// Its name in there.
  public let name: String

  /// A file of a folder whose name is known to be one.
  private init(folder: LocalPath, name: String) {
    self.folder = folder
    self.name = name
  }

  /// Checks the path of an inventory's manifest.
  ///
  /// - Throws: `InvalidArgument` with the rule that is broken.
  public init(_ text: String) throws(Refusal) {
    if let problem = Self.problem(with: text) {
      throw Refusal(.invalidArgument, "InvPath \(problem)")
    }
    let bytes = Array(text.utf8)
    let start = (bytes.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1
    folder = try LocalPath(String(decoding: bytes[..<start], as: UTF8.self))
    name = String(decoding: bytes[start...], as: UTF8.self)
  }

  /// What is wrong with the path of a manifest, and what to write instead; nil if nothing is.
  public static func problem(with text: String) -> String? {
    guard !text.isEmpty else {
      return "has to be given: the manifest's path such as '/srv/lists/failed/manifest.json'"
    }
    let path = "'\(shown(text))'"
    guard text.utf8.first == UInt8(ascii: "/") else {
      return "\(path) is not absolute; write a path such as '/srv/lists/failed/manifest.json'"
    }
    guard text.utf8.last != UInt8(ascii: "/") else {
      return "\(path) is a folder; name the manifest in it: '\(shown(text + "manifest.json"))'"
    }
    let bytes = Array(text.utf8)
    let start = (bytes.lastIndex(of: UInt8(ascii: "/")) ?? 0) + 1
    guard start > 1 else {
      return "\(path) lies in the root of all file systems; give the list a folder of its own"
    }
    if bytes[start...].elementsEqual(".".utf8) || bytes[start...].elementsEqual("..".utf8) {
      return "\(path) is a folder; name the manifest in it"
    }
    guard !bytes.contains(0) else { return "\(path) holds a NUL byte" }
    return LocalPath.problem(with: String(decoding: bytes[..<start], as: UTF8.self))
  }

  /// The same file in its folder as that is with all links resolved.
  public func lying(in folder: LocalPath) -> LocalFile {
    LocalFile(folder: folder, name: name)
  }

  /// The path.
  public var text: String { folder.text + name }

  /// The path.
  public var description: String { text }

  /// Whether two paths are the same bytes.
  public static func == (left: LocalFile, right: LocalFile) -> Bool {
    left.folder == right.folder && left.name.utf8.elementsEqual(right.name.utf8)
  }

  /// Feeds the bytes.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(folder)
    for byte in name.utf8 { hasher.combine(byte) }
  }
}
