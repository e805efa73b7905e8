/// All mistakes of one or more configuration files, in the order of their places.
public struct ConfigErrors: Error, Hashable, Sendable, CustomStringConvertible {
  /// The mistakes; at least one.
  public let errors: [ConfigError]

  /// The mistakes, file by file in the order given, by line and column within a file.
  public init(_ errors: [ConfigError]) {
    var files: [String: Int] = [:]
    for error in errors where files[error.place.file] == nil {
      files[error.place.file] = files.count
    }
    self.errors = errors.sorted { left, right in
      let (l, r) = (left.place, right.place)
      return (files[l.file, default: 0], l.line, l.column)
        < (files[r.file, default: 0], r.line, r.column)
    }
  }

  /// A line each.
  public var description: String {
    errors.map(\.description).joined(separator: "\n")
  }
}
