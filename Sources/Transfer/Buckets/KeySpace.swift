/// Guesses where in the space of keys a list will have come after so many more pages.
///
/// Keys are taken for numbers, whose digits are the bytes that keys have. What was seen of them lately
/// tells how far apart they are; a wrong guess costs a request, and nothing else.
struct KeySpace {
  /// Which bytes keys have.
  private var isUsed = [Bool](repeating: false, count: 256)
  /// The digits in their order, and each byte's place among them.
  private var digits: [UInt8] = []
  private var places = [Int](repeating: 0, count: 256)

  /// Digits that a guess differs in from what was seen.
  private static let precision = 6

  /// Takes a key's bytes in.
  mutating func learn(_ key: some Sequence<UInt8>) {
    var isNew = false
    // Of what is not ASCII no single byte may be put anywhere.
    for byte in key where byte < 0x80 && !isUsed[Int(byte)] {
      isUsed[Int(byte)] = true
      isNew = true
    }
    guard isNew else { return }
    digits = (0..<0x80).map { UInt8($0) }.filter { isUsed[Int($0)] }
    var place = 0
    for byte in 0..<256 {
      places[byte] = place
      if isUsed[byte] { place = min(place + 1, digits.count - 1) }
    }
  }

  /// A key that is as far behind another one as that is from an earlier one, times a factor.
  ///
  /// - Returns: Nil if there is no room behind it.
  func key(behind last: [UInt8], _ earlier: [UInt8], times factor: Double) -> [UInt8]? {
    guard digits.count > 1, last != earlier else { return nil }
    var common = zip(earlier, last).prefix { $0 == $1 }.count
    // Not in the middle of a character.
    while common > 0, common < last.count, last[common] & 0xC0 == 0x80 { common -= 1 }
    let base = digits.count
    // Both as numbers from their first difference on.
    let width = common + Self.precision
    let (from, to) = (number(earlier, common, width), number(last, common, width))
    guard to > from else { return nil }
    var rest = to + (to - from) * factor
    // Back into digits, the lowest first; what is left over goes into those before.
    var tail: [UInt8] = []
    for _ in common..<width {
      let digit = rest.truncatingRemainder(dividingBy: Double(base))
      tail.append(digits[min(base - 1, max(0, Int(digit)))])
      rest = (rest / Double(base)).rounded(.down)
    }
    var head = Array(last[..<common])
    var carry = Int(min(rest, 1e15))
    var place = common - 1
    while carry > 0 {
      guard place >= 0 else { return nil }
      // A byte of a longer character is left as it is.
      if head[place] < 0x80 {
        let sum = places[Int(head[place])] + carry
        head[place] = digits[sum % base]
        carry = sum / base
      }
      place -= 1
    }
    let key = head + tail.reversed()
    return last.lexicographicallyPrecedes(key) ? key : nil
  }

  private func number(_ key: [UInt8], _ start: Int, _ end: Int) -> Double {
    var number = 0.0
    for index in start..<end {
      let digit = index < key.count ? places[Int(key[index])] : 0
      number = number * Double(digits.count) + Double(digit)
    }
    return number
  }
}
