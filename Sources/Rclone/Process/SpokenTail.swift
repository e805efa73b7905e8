/// The last of what a program has said.
struct SpokenTail {
  private static let limit = 4 << 10
  private var bytes: [UInt8] = []

  /// Takes in more of it.
  mutating func add(_ part: some Collection<UInt8>) {
    bytes += part
    if bytes.count > 2 * Self.limit { bytes.removeFirst(bytes.count - Self.limit) }
  }

  /// The last line that says anything, without control characters; empty for none.
  var line: String {
    let line = bytes.split(separator: 0x0A).last { !$0.allSatisfy { $0 <= 0x20 } } ?? []
    let text = String(decoding: line.prefix(500), as: UTF8.self)
    return String(text.map { $0.unicodeScalars.allSatisfy { $0.value >= 0x20 } ? $0 : "?" })
  }
}
