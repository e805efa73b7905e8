/// A configuration file in the syntax of systemd's unit files, parsed strictly and not judged yet.
///
/// Sections in brackets, `Key=Value`, comments on lines of their own that begin with `#` or `;`,
/// and values that a backslash at the line's end continues. Every key and value knows its place.
///
/// Source: systemd.syntax(7).
public struct UnitFile: Hashable, Sendable {
  /// One assignment.
  public struct Entry: Hashable, Sendable {
    /// The section that it stands in.
    public let section: String
    /// The key.
    public let key: String
    /// Where the key stands.
    public let keyPlace: ConfigPlace
    /// The value; empty resets the key.
    public internal(set) var value: ConfigText
  }

  /// A section's name and where it stands.
  public struct Header: Hashable, Sendable {
    /// The name between the brackets.
    public let name: String
    /// Where the name stands.
    public let place: ConfigPlace
  }

  /// The file as it was named to the parser.
  public let name: String
  /// The section headers in order; a section may be opened more than once.
  public internal(set) var headers: [Header] = []
  /// The assignments in order.
  public internal(set) var entries: [Entry] = []
  /// What is no unit file in it.
  public internal(set) var errors: [ConfigError] = []

  /// The longest line that is read, in bytes.
  public static let lineLimit = 64 << 10
  /// The largest file that is read, in bytes.
  public static let sizeLimit = 1 << 20

  /// Parses a file; mistakes are collected in `errors`, what is right is kept.
  ///
  /// - Parameters:
  ///   - name: How errors call the file.
  ///   - bytes: Its content: UTF-8, lines ended by LF or CR LF.
  public init(name: String, bytes: [UInt8]) {
    self.name = name
    guard bytes.count <= Self.sizeLimit else {
      let place = ConfigPlace(file: name, line: 1, column: 1)
      errors = [ConfigError(place, "the file is longer than \(Self.sizeLimit >> 20) MiB")]
      return
    }
    var parser = UnitFileParser(name: name)
    var rest = bytes[...]
    if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
    // An LF at the end ends the last line; it does not begin another.
    if rest.last == UInt8(ascii: "\n") { rest = rest.dropLast() }
    for line in rest.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      parser.read(line, into: &self)
    }
    parser.end(&self)
  }
}
