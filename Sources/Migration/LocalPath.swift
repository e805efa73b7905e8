/// The absolute path of a folder, in the one form in which paths are compared.
///
/// Begins and ends with `/`; no `.`, `..` or empty components. Symbolic links are not resolved:
/// that is a question to the file system, not a rule.
public struct LocalPath: Sendable, CustomStringConvertible {
  /// The path, with its last slash.
  public let text: String

  /// Checks the path of a local address.
  ///
  /// - Throws: `InvalidArgument` if it is not absolute, has no slash at its end, is the root
  ///   folder, or holds `.`, `..`, `//` or NUL.
  public init(_ text: String) throws(Refusal) {
    func refuse(_ why: String) -> Refusal {
      Refusal(.invalidArgument, "Prefix '\(shown(text))' \(why)")
    }
    guard text.utf8.first == UInt8(ascii: "/") else {
      throw refuse("is not absolute; a local address needs a path such as /srv/photos/")
    }
    guard text.utf8.last == UInt8(ascii: "/") else {
      throw refuse("must end in '/'; write '\(shown(text))/'")
    }
    guard text != "/" else { throw refuse("is the root of all file systems; name a folder") }
    let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    for part in parts.dropFirst().dropLast() {
      switch String(part) {
      case "": throw refuse("holds '//'; write one slash")
      case ".", "..": throw refuse("holds '.' or '..'; write the path that is meant")
      default: break
      }
    }
    guard !text.utf8.contains(0) else { throw refuse("holds a NUL byte") }
    self.text = text
  }

  /// The path, with its last slash.
  public var description: String { text }

  /// The path without its last slash, as system calls like it.
  public var folder: String { String(text.dropLast()) }

  /// Whether this folder is the other one or lies inside it.
  public func isInside(_ other: LocalPath) -> Bool {
    text.utf8.starts(with: other.text.utf8)
  }
}

extension LocalPath: Hashable {
  /// Whether two paths are the same bytes: `String` alone would take é for e with an accent.
  public static func == (left: LocalPath, right: LocalPath) -> Bool {
    left.text.utf8.elementsEqual(right.text.utf8)
  }

  /// Feeds the bytes.
  public func hash(into hasher: inout Hasher) {
    for byte in text.utf8 { hasher.combine(byte) }
  }
}
