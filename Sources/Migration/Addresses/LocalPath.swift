/// The absolute path of a folder, in the one form in which paths are compared.
///
/// Begins and ends with `/`; no `.`, `..` or empty components. Symbolic links are not resolved:
/// that is a question to the file system, not a rule.
public struct LocalPath: Sendable, CustomStringConvertible {
  /// The path, with its last slash.
  public let text: String

  /// Checks the path of a local address.
  ///
  /// - Throws: `InvalidArgument` with the rule that is broken.
  public init(_ text: String) throws(Refusal) {
    if let problem = Self.problem(with: text) {
      throw Refusal(.invalidArgument, "Prefix \(problem)")
    }
    self.text = text
  }

  /// What is wrong with the path of a local address, and what to write instead; nil if nothing is.
  public static func problem(with text: String) -> String? {
    guard !text.isEmpty else { return "has to be given: an absolute folder such as '/srv/photos/'" }
    let name = "'\(shown(text))'"
    guard text.utf8.first == UInt8(ascii: "/") else {
      return "\(name) is not absolute; a local address needs a folder such as '/srv/photos/'"
    }
    guard text.utf8.last == UInt8(ascii: "/") else {
      return "\(name) has to end with '/': '\(shown(text))/'"
    }
    guard text != "/" else { return "'/' is the root of all file systems; name a folder" }
    guard !text.utf8.contains(0) else { return "\(name) holds a NUL byte" }
    let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    for part in parts.dropFirst().dropLast() {
      switch String(part) {
      case "": return "\(name) holds '//'; write one '/'"
      case ".", "..": return "\(name) holds '.' or '..'; write the folder itself"
      default: break
      }
    }
    return nil
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
