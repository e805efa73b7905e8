/// The offsets of one time zone from UTC, for all time.
///
/// The pieces of constant offset are kept in one sorted array; the rule for the far future is
/// unrolled over the 400 years after which the calendar repeats. Two values are equal if their
/// names and all their offsets are.
public struct ZoneRules: Sendable {
  /// The name under which the rules were loaded, such as `Europe/Berlin`.
  public let name: String

  let pieces: [ZonePiece]
  let abbreviations: [String]
  let cycle: ZoneCycle?
  private let index: ZoneIndex

  /// Coordinated Universal Time, which never changes.
  public static let utc = ZoneRules(
    name: "UTC", pieces: [ZonePiece(firstWithOffset: 0, abbreviation: 0)],
    abbreviations: ["UTC"], cycle: nil)

  /// Reads the bytes of a compiled zone file, versions 1 to 4, with its rule for the far future.
  ///
  /// Bytes from anywhere are safe to give: what is not a zone file is refused.
  ///
  /// - Parameters:
  ///   - name: The zone's name; only kept, never looked up.
  ///   - bytes: The whole file.
  /// - Throws: `ZoneError` if the bytes are damaged, or count leap seconds.
  ///
  /// Source: RFC 9636 (TZif).
  public init(name: String, tzif bytes: [UInt8]) throws(ZoneError) {
    var reader = TZifReader(zone: name, bytes: bytes)
    let contents = try reader.read()
    var timeline = ZoneTimeline(contents)
    timeline.unroll(contents.rule)
    self.init(
      name: name, pieces: timeline.pieces, abbreviations: timeline.abbreviations,
      cycle: timeline.cycle)
  }

  private init(
    name: String, pieces: [ZonePiece], abbreviations: [String], cycle: ZoneCycle?
  ) {
    self.name = name
    self.pieces = pieces
    self.abbreviations = abbreviations
    self.cycle = cycle
    index = ZoneIndex(pieces)
  }

  /// Seconds east of UTC at an instant; negative west of it.
  public func offset(at instant: Instant) -> Int {
    cursor(at: Int(instant.seconds)).offset
  }

  /// The abbreviation in force at an instant, such as `CET` or `-03`.
  public func abbreviation(at instant: Instant) -> String {
    abbreviations[cursor(at: Int(instant.seconds)).piece.abbreviation]
  }

  /// The piece that holds a second, UTC.
  func cursor(at second: Int) -> ZoneCursor {
    var shift = 0
    if let cycle, second >= cycle.end {
      shift = (second - cycle.start) / ZoneCycle.length * ZoneCycle.length
    }
    let wanted = second - shift
    var piece = index.piece(near: wanted)
    while piece + 1 < pieces.count, pieces[piece + 1].start <= wanted { piece += 1 }
    return ZoneCursor(index: piece, shift: shift, in: self)
  }

  /// The first second after a stored piece, UTC.
  func end(ofPiece index: Int) -> Int {
    if index + 1 < pieces.count { return pieces[index + 1].start }
    return cycle?.end ?? 1 << 60
  }
}

extension ZoneRules: Hashable {
  /// Whether two zones have the same name and the same offsets at all times.
  public static func == (left: ZoneRules, right: ZoneRules) -> Bool {
    left.name == right.name && left.pieces == right.pieces
      && left.abbreviations == right.abbreviations
  }

  /// Feeds the name and the number of pieces, which tell zones apart well enough.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(name)
    hasher.combine(pieces.count)
  }
}

extension ZoneRules: CustomStringConvertible {
  /// The name of the zone.
  public var description: String { name }
}
