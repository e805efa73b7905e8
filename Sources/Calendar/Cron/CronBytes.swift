/// The bytes of an expression: in place if there are few, as there nearly always are, so that
/// reading one allocates nothing.
struct CronBytes {
  private static let few = 128

  let count: Int
  private var short: InlineArray<128, UInt8>
  private let long: [UInt8]

  /// The first bytes of a text, at most `limit`.
  init(_ text: String, limit: Int) {
    count = min(text.utf8.count, limit)
    short = InlineArray(repeating: 0)
    guard count <= Self.few else {
      long = Array(text.utf8.prefix(limit))
      return
    }
    long = []
    let bytes = text.utf8.span
    for index in 0..<count { short[index] = bytes[index] }
  }

  subscript(_ index: Int) -> UInt8 {
    count <= Self.few ? short[index] : long[index]
  }

  /// The characters between two places.
  func text(_ range: Range<Int>) -> String {
    String(decoding: range.map { self[$0] }, as: UTF8.self)
  }
}
