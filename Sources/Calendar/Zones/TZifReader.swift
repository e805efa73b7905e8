/// Reads a compiled zone file and refuses one that is damaged.
///
/// Every length is checked against the bytes at hand before anything is read.
///
/// Source: RFC 9636, section 3.
struct TZifReader {
  /// The numbers of a block's header.
  private struct Counts {
    var utIndicators = 0
    var standardIndicators = 0
    var leapSeconds = 0
    var transitions = 0
    var types = 0
    var characters = 0

    /// Bytes that the block takes after its header, with times of so many bytes.
    func size(timeBytes: Int) -> Int {
      transitions * (timeBytes + 1) + types * 6 + characters + leapSeconds * (timeBytes + 4)
        + standardIndicators + utIndicators
    }
  }

  /// Offsets beyond these are not on Earth; RFC 9636 section 3.2 names them.
  private static let offsets = -89_999...93_599
  /// Times before the Big Bang, and after what a calendar of four digits can say.
  private static let times = -(1 << 59)...253_402_300_799

  private let zone: String
  private let bytes: [UInt8]
  private var position = 0

  init(zone: String, bytes: [UInt8]) {
    self.zone = zone
    self.bytes = bytes
  }

  mutating func read() throws(ZoneError) -> TZifContents {
    var (version, counts) = try header()
    var timeBytes = 4
    if version >= 2 {
      // The first block repeats what old readers can take; the second one has it all.
      try skip(counts.size(timeBytes: timeBytes))
      timeBytes = 8
      (version, counts) = try header()
    }
    var contents = try block(counts, timeBytes: timeBytes)
    if version >= 2 {
      contents.rule = try footer()
    }
    return contents
  }

  // MARK: - Parts of the file

  private mutating func header() throws(ZoneError) -> (version: Int, counts: Counts) {
    guard bytes.count - position >= 44, bytes[position..<position + 4].elementsEqual("TZif".utf8)
    else { throw error("is not a compiled zone file") }
    let version: Int
    switch bytes[position + 4] {
    case 0: version = 1
    // A version yet to come must still be readable as the latest known one.
    case let digit where digit >= UInt8(ascii: "2"): version = Int(digit - UInt8(ascii: "0"))
    default: throw error("has an unknown version")
    }
    position += 20
    var counts = Counts()
    counts.utIndicators = number(bytes: 4)
    counts.standardIndicators = number(bytes: 4)
    counts.leapSeconds = number(bytes: 4)
    counts.transitions = number(bytes: 4)
    counts.types = number(bytes: 4)
    counts.characters = number(bytes: 4)
    return (version, counts)
  }

  private mutating func block(
    _ counts: Counts, timeBytes: Int
  ) throws(ZoneError) -> TZifContents {
    guard counts.size(timeBytes: timeBytes) <= bytes.count - position else {
      throw error("ends in the middle")
    }
    guard (1...256).contains(counts.types), counts.characters > 0 else {
      throw error("knows no kind of local time")
    }
    guard counts.leapSeconds == 0 else {
      throw ZoneError(
        zone: zone, reason: "counts leap seconds; use the zone of the same name outside of right/",
        isOfOtherKind: true)
    }
    let transitions = try transitions(counts, timeBytes: timeBytes)
    let types = try types(counts)
    try skip(counts.standardIndicators + counts.utIndicators)
    return TZifContents(types: types, transitions: transitions)
  }

  private mutating func transitions(
    _ counts: Counts, timeBytes: Int
  ) throws(ZoneError) -> [(time: Int, type: Int)] {
    var transitions: [(time: Int, type: Int)] = []
    transitions.reserveCapacity(counts.transitions)
    for _ in 0..<counts.transitions {
      let time = signedNumber(bytes: timeBytes)
      guard Self.times.contains(time), transitions.last.map({ $0.time < time }) ?? true else {
        throw error("has changes that are out of order or out of range")
      }
      transitions.append((time, 0))
    }
    for index in transitions.indices {
      let type = number(bytes: 1)
      guard type < counts.types else { throw error("has a change to an unknown kind of time") }
      transitions[index].type = type
    }
    return transitions
  }

  private mutating func types(_ counts: Counts) throws(ZoneError) -> [ZoneType] {
    let names = position + counts.types * 6..<position + counts.types * 6 + counts.characters
    var types: [ZoneType] = []
    for _ in 0..<counts.types {
      let offset = signedNumber(bytes: 4)
      position += 1  // whether it is summer time: nobody asks
      let name = names.lowerBound + number(bytes: 1)
      guard Self.offsets.contains(offset) else { throw error("has an impossible offset") }
      guard name < names.upperBound, let end = bytes[name..<names.upperBound].firstIndex(of: 0),
        bytes[name..<end].allSatisfy({ $0 > 0x20 && $0 < 0x7F })
      else { throw error("has a damaged abbreviation") }
      types.append(
        ZoneType(
          offset: Int32(offset), abbreviation: String(decoding: bytes[name..<end], as: UTF8.self)))
    }
    position = names.upperBound
    return types
  }

  private mutating func footer() throws(ZoneError) -> PosixRule? {
    let newline = UInt8(ascii: "\n")
    guard position < bytes.count, bytes[position] == newline,
      let end = bytes[(position + 1)...].firstIndex(of: newline)
    else { throw error("has no rule for the far future") }
    let text = bytes[position + 1..<end]
    if text.isEmpty { return nil }
    guard let rule = PosixRule(text) else {
      throw error("has a rule for the far future that cannot be read")
    }
    return rule
  }

  // MARK: - Bytes

  private mutating func skip(_ count: Int) throws(ZoneError) {
    guard count <= bytes.count - position else { throw error("ends in the middle") }
    position += count
  }

  /// A number whose bytes are known to be there.
  private mutating func number(bytes count: Int) -> Int {
    var value: UInt64 = 0
    for index in position..<position + count { value = value << 8 | UInt64(bytes[index]) }
    position += count
    return Int(truncatingIfNeeded: value)
  }

  private mutating func signedNumber(bytes count: Int) -> Int {
    let value = number(bytes: count)
    return count == 4 ? Int(Int32(truncatingIfNeeded: value)) : value
  }

  private func error(_ reason: String) -> ZoneError {
    ZoneError(zone: zone, reason: reason, isOfOtherKind: false)
  }
}
