/// The bytes of an expression: in eight words if there are few, as there nearly always are, so that
/// reading one allocates nothing.
///
/// Words of their own, because the compiler copies the whole of an inline array to look at one
/// element of it.
struct CronBytes: ~Copyable {
  private typealias Words = (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64)

  let count: Int
  private let words: Words
  /// All bytes if they are too many for the words; else empty.
  private let many: [UInt8]

  /// The first bytes of a text, at most `limit`.
  init(_ text: String, limit: Int) {
    let bytes = text.utf8.span
    count = min(bytes.count, limit)
    func word(_ number: Int) -> UInt64 {
      var word: UInt64 = 0
      var index = min(number * 8 + 8, bytes.count)
      while index > number * 8 {
        index -= 1
        word = word << 8 | UInt64(bytes[index])
      }
      return word
    }
    if count <= 16 {
      words = (word(0), word(1), 0, 0, 0, 0, 0, 0)
      many = []
    } else if count <= 64 {
      words = (word(0), word(1), word(2), word(3), word(4), word(5), word(6), word(7))
      many = []
    } else {
      words = (0, 0, 0, 0, 0, 0, 0, 0)
      many = Array(text.utf8.prefix(limit))
    }
  }

  @inline(__always)
  subscript(_ index: Int) -> UInt8 {
    if count > 64 { return many[index] }
    let word =
      if index < 16 {
        index < 8 ? words.0 : words.1
      } else if index < 32 {
        index < 24 ? words.2 : words.3
      } else if index < 48 {
        index < 40 ? words.4 : words.5
      } else {
        index < 56 ? words.6 : words.7
      }
    return UInt8(truncatingIfNeeded: word &>> UInt64(truncatingIfNeeded: index << 3))
  }

  /// The characters between two places.
  func text(_ range: Range<Int>) -> String {
    String(decoding: range.map { self[$0] }, as: UTF8.self)
  }
}
