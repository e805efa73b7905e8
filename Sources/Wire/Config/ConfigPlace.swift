/// A place in a configuration file.
public struct ConfigPlace: Hashable, Sendable, CustomStringConvertible {
  /// The file as it was named to the parser.
  public let file: String
  /// The line, from 1.
  public let line: Int
  /// The column in characters (Unicode scalars), from 1.
  public let column: Int

  /// A place.
  public init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }

  /// `jobs.d/x.job:7:1`, as compilers write it.
  public var description: String {
    "\(file):\(line):\(column)"
  }
}
