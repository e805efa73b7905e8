/// Who defined an address or a job.
public enum Origin: Hashable, Sendable, CustomStringConvertible {
  /// A request; it lives in the database.
  case api
  /// A configuration file, named by its path; the file decides.
  case file(String)

  /// `api`, or `file:` and the path.
  public var description: String {
    switch self {
    case .api: "api"
    case .file(let path): "file:" + path
    }
  }

  /// Reads back what `description` wrote; nil for any other text.
  public init?(_ text: String) {
    if text == "api" {
      self = .api
    } else if text.hasPrefix("file:") {
      self = .file(String(text.dropFirst("file:".count)))
    } else {
      return nil
    }
  }
}
