/// Guesses where in the space of keys a list will have come after so many more pages.
///
/// Keys are taken for numbers: each place has the digits that keys were seen to have there. How far
/// apart the keys of the last pages are tells the rest; a wrong guess costs a request, and nothing else.
struct KeySpace {
  /// The ASCII that was seen at a place, a bit for each.
  private struct Seen: Equatable {
    var low: UInt64 = 0
    var high: UInt64 = 0
    /// Whether there was something else, of which no single byte can be put anywhere.
    var isForeign = false

    static let digits = Seen(low: 0x03FF_0000_0000_0000)

    mutating func insert(_ byte: UInt8) {
      switch byte {
      case ..<0x40: low |= 1 << UInt64(byte)
      case ..<0x80: high |= 1 << UInt64(byte - 0x40)
      default: isForeign = true
      }
    }

    /// How many bytes of it come before a byte.
    func count(before byte: UInt8) -> Int {
      byte < 0x40
        ? (low & (1 << UInt64(byte) - 1)).nonzeroBitCount
        : low.nonzeroBitCount
          + (byte < 0x80 ? (high & (1 << UInt64(byte - 0x40) - 1)) : high).nonzeroBitCount
    }

    var count: Int { low.nonzeroBitCount + high.nonzeroBitCount }

    /// A byte of it by its place.
    func byte(at place: Int) -> UInt8? {
      var left = place
      for byte in 0..<0x80 as Range<UInt8> {
        let isIn = byte < 0x40 ? low >> UInt64(byte) & 1 : high >> UInt64(byte - 0x40) & 1
        guard isIn == 1 else { continue }
        if left == 0 { return byte }
        left -= 1
      }
      return nil
    }

    /// Whether there were digits and nothing else, but not yet all of them.
    var isSomeDigits: Bool {
      high == 0 && !isForeign && low & ~Self.digits.low == 0 && self != .digits
    }
  }

  private var places: [Seen] = []
  /// All that was seen where digits and other bytes were, as in hexadecimal numbers.
  private var mixed = Seen()

  /// Two guesses that differ by less than this part of a step are the same one.
  private static let precision = 1e12

  /// Takes a key's bytes in.
  mutating func learn(_ key: UnsafeRawBufferPointer) {
    while places.count < key.count { places.append(Seen()) }
    for (place, byte) in key.enumerated() {
      let before = places[place]
      places[place].insert(byte)
      let seen = places[place]
      guard seen != before, seen.low & Seen.digits.low != 0, seen.high != 0 else { continue }
      mixed.low |= seen.low
      mixed.high |= seen.high
    }
  }

  /// What keys may have at a place.
  private func digits(_ place: Int) -> Seen {
    guard place < places.count else { return Seen() }
    var seen = places[place]
    // Digits that were not seen may follow, and letters if these are the digits of other places.
    if seen.isSomeDigits {
      seen.low |= Seen.digits.low | mixed.low
      seen.high |= mixed.high
    }
    return seen
  }

  /// A key that is as far behind another one as that is from an earlier one, times a factor.
  ///
  /// - Returns: Nil if there is no room behind it.
  func key(behind last: [UInt8], _ earlier: [UInt8], times factor: Double) -> [UInt8]? {
    guard last != earlier else { return nil }
    var common = zip(earlier, last).prefix { $0 == $1 }.count
    // Not in the middle of a character.
    while common > 0, common < last.count, last[common] & 0xC0 == 0x80 { common -= 1 }
    // Both as numbers from their first difference on.
    var (from, to, size) = (0.0, 0.0, 1.0)
    var end = common
    while size < Self.precision, case let digits = digits(end), digits.count > 0, !digits.isForeign
    {
      let base = Double(digits.count)
      from = from * base + Self.place(earlier, end, digits)
      to = to * base + Self.place(last, end, digits)
      size *= base
      end += 1
    }
    guard to > from else { return nil }
    var rest = to + ((to - from) * factor).rounded(.up)
    var key = Array(last[..<min(common, last.count)])
    guard key.count == common else { return nil }
    key += [UInt8](repeating: 0, count: end - common)
    // Back into digits, the last one first.
    var place = end - 1
    while place >= common || rest >= 1 {
      guard place >= 0 else { return nil }
      let digits = digits(place)
      if place < common, digits.isForeign || digits.count < 2 {
        place -= 1
        continue
      }
      let base = Double(digits.count)
      if place < common { rest += Self.place(last, place, digits) }
      guard let byte = digits.byte(at: Int(rest.truncatingRemainder(dividingBy: base))) else {
        return nil
      }
      key[place] = byte
      rest = (rest / base).rounded(.down)
      place -= 1
    }
    return last.lexicographicallyPrecedes(key) ? key : nil
  }

  private static func place(_ key: [UInt8], _ index: Int, _ digits: Seen) -> Double {
    index < key.count ? Double(min(digits.count(before: key[index]), digits.count - 1)) : 0
  }
}
