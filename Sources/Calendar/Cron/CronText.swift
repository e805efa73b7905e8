/// The characters of a cron expression and the place that has been read up to.
///
/// Everything after `check` is ASCII, so a byte is a character.
struct CronText: ~Copyable {
  /// Longer texts are refused unread.
  private static let longest = 1_024

  let text: String
  private let bytes: CronBytes
  /// The next character.
  private(set) var position = 0
  /// Where the part ends that is being read: a field, or the whole text.
  var end: Int

  init(_ text: String) {
    self.text = text
    // What is refused for its length alone need not be copied whole.
    bytes = CronBytes(text, limit: Self.longest + 1)
    end = bytes.count
  }

  /// The next character of the part, or nil at its end.
  @inline(__always)
  var next: UInt8? { position < end ? bytes[position] : nil }

  mutating func advance(by count: Int = 1) { position += count }

  /// Takes one character if it comes next.
  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  /// Takes a word of ASCII characters if it comes next.
  mutating func take(word: String) -> Bool {
    let word = word.utf8
    guard end - position >= word.count,
      zip(word, position...).allSatisfy({ $0 == bytes[$1] })
    else { return false }
    position += word.count
    return true
  }

  /// The character at a place before the end.
  @inline(__always)
  func character(at index: Int) -> UInt8 { bytes[index] }

  /// Whether no word goes on at a place.
  @inline(__always)
  func isEndOfWord(at index: Int) -> Bool { index >= end || bytes[index].isBlank }

  mutating func skipBlanks() { position = endOfBlanks(at: position) }

  /// Where the run of characters without a blank ends that begins at a place.
  func endOfWord(at start: Int) -> Int {
    var index = start
    while index < end, !bytes[index].isBlank { index += 1 }
    return index
  }

  /// Where the next character that is no blank stands, from a place on.
  func endOfBlanks(at start: Int) -> Int {
    var index = start
    while index < end, bytes[index].isBlank { index += 1 }
    return index
  }

  /// Where the item of a list ends in which a character stands.
  func endOfItem(at start: Int) -> Int {
    var index = start
    while index < end, bytes[index] != UInt8(ascii: ",") { index += 1 }
    return index
  }

  /// Where the run of letters ends that comes next.
  func endOfLetters() -> Int {
    var index = position
    while index < end, bytes[index].isLetter { index += 1 }
    return index
  }

  /// Where the run of digits ends that comes next.
  func endOfDigits() -> Int {
    var index = position
    while index < end, bytes[index].isDigit { index += 1 }
    return index
  }

  /// The letters at a place, in upper case, packed into a number; at most four count.
  func packedLetters(at start: Int, count: Int) -> UInt32 {
    var packed: UInt32 = 0
    for index in start..<start + count { packed = packed << 8 | UInt32(bytes[index] & 0xDF) }
    return packed
  }

  /// The number that one or two digits at a place spell.
  func number(at start: Int, count: Int) -> Int {
    var value = 0
    for index in start..<start + count { value = value * 10 + Int(bytes[index] & 0x0F) }
    return value
  }

  /// The characters between two places.
  func slice(_ start: Int, _ end: Int) -> String {
    bytes.text(start..<end)
  }

  // MARK: - The whole text

  /// Cuts blanks and line ends off both ends.
  mutating func trim() throws(CronError) {
    guard bytes.count <= Self.longest else {
      throw error(
        at: 0, to: 0, reason: "the text is longer than \(Self.longest) bytes",
        hint: "six fields are enough")
    }
    while end > 0, bytes[end - 1].isSpace { end -= 1 }
    while position < end, bytes[position].isSpace { position += 1 }
  }

  /// Refuses what can be no expression at all; the text is trimmed.
  func check() throws(CronError) {
    guard position < end else {
      throw error(
        at: position, to: position, reason: "there is no expression",
        hint: "write six fields, for example 0 0 2 * * * for every day at two")
    }
    for index in position..<end where !(0x20..<0x7F ~= bytes[index] || bytes[index] == 0x09) {
      throw strangeCharacter(at: index)
    }
  }

  private func strangeCharacter(at index: Int) -> CronError {
    let character = bytes.text(index..<bytes.count).prefix(1)
    let blanks: Set<Character> = ["\u{A0}", "\u{202F}", "\u{2007}"]
    let hint =
      if character.allSatisfy(blanks.contains) {
        "this is a no-break space, as web pages have them: write a plain one"
      } else if character.allSatisfy(\.isNumber) {
        "write the digits 0-9"
      } else {
        "write letters, digits and signs of plain ASCII on one line"
      }
    return error(
      at: index, to: index + character.utf8.count,
      reason: "this character is not part of the format",
      hint: hint)
  }

  /// An error about the characters between two places.
  func error(
    at start: Int, to tokenEnd: Int, field: CronField? = nil, reason: String,
    allowed: String? = nil, hint: String? = nil
  ) -> CronError {
    CronError(
      expression: text, column: bytes.text(0..<start).count + 1,
      token: slice(start, max(start, tokenEnd)), field: field?.name, reason: reason,
      allowed: allowed, hint: hint)
  }
}

extension UInt8 {
  var isDigit: Bool { 0x30...0x39 ~= self }
  var isLetter: Bool { 0x41...0x5A ~= self & 0xDF }
  var isBlank: Bool { self == 0x20 || self == 0x09 }
  fileprivate var isSpace: Bool { isBlank || self == 0x0A || self == 0x0D }
}
