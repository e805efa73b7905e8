/// How much a line of the log matters; the numbers are those of sd-daemon(3) and syslog(3).
public enum LogLevel: Int32, Hashable, Sendable, CaseIterable, Comparable, CustomStringConvertible {
  /// For those who look for a fault in ferry itself.
  case debug = 7
  /// What happens in a normal day.
  case info = 6
  /// Normal, but worth seeing, such as a reload.
  case notice = 5
  /// Something that will need a hand if it goes on.
  case warning = 4
  /// Something that did not happen and should have.
  case error = 3

  /// The level of a name as `LogLevel=` has it, such as `info`.
  public init?(name: String) {
    guard let match = Self.allCases.first(where: { $0.description == name }) else { return nil }
    self = match
  }

  /// The level's name, in lower case.
  public var description: String {
    switch self {
    case .debug: "debug"
    case .info: "info"
    case .notice: "notice"
    case .warning: "warning"
    case .error: "error"
    }
  }

  /// Whether one level matters less than another.
  public static func < (left: LogLevel, right: LogLevel) -> Bool {
    left.rawValue > right.rawValue
  }
}
