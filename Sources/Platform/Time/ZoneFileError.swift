public import Calendar

/// Why the rules of a time zone could not be loaded.
public enum ZoneFileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was given cannot be the name of a zone, whatever is installed.
  case invalidName(String)
  /// No zone of that name is installed in the folder.
  case unknown(name: String, folder: String)
  /// The zone's file cannot be read.
  case unreadable(name: String, FileReadError)
  /// The zone's file is damaged.
  case damaged(ZoneError)

  /// What was wrong and how to see which zones there are.
  public var description: String {
    switch self {
    case .invalidName(let name):
      "\(LogText.quoted(name)) is not the name of a time zone, such as Europe/Berlin; \(Self.hint)"
    case .unknown(let name, let folder):
      "there is no time zone \(LogText.quoted(name)) in \(LogText.escaped(folder)); \(Self.hint)"
    case .unreadable(let name, let error): "time zone \(LogText.quoted(name)): \(error)"
    case .damaged(let error) where error.isOfOtherKind: "\(error)"
    case .damaged(let error): "\(error); install the package tzdata again"
    }
  }

  private static let hint = "`timedatectl list-timezones` lists them"
}
