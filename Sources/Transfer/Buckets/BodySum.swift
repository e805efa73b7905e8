import Codecs

/// The sums of a body that are compared with what a store says of it, made while it passes.
final class BodySum {
  /// The store's own sum of its objects; nil if it has none.
  private(set) var crc64: CRC64?
  private var md5: MD5?

  init(crc64: Bool, md5: Bool) {
    self.crc64 = crc64 ? CRC64() : nil
    self.md5 = md5 ? MD5() : nil
  }

  /// Takes bytes in.
  func add(_ bytes: UnsafeRawBufferPointer) {
    crc64?.add(bytes)
    md5?.add(bytes)
  }

  /// Forgets all bytes: they come again.
  func restart() {
    if crc64 != nil { crc64 = CRC64() }
    if md5 != nil { md5 = MD5() }
  }

  /// The MD5 of all bytes, if it was wanted; afterwards it begins anew.
  func takeMD5() -> [UInt8]? { md5?.digestBytes() }
}

/// What is written down of a part that is there: the store's tag, and the sum of its bytes if its
/// service has such sums.
struct PartNote {
  let tag: String
  let sum: CRC64?

  init(tag: String, sum: CRC64?) {
    self.tag = tag
    self.sum = sum
  }

  /// Reads what `text` has made.
  init(_ text: String) {
    let words = text.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
    tag = words.first.map(String.init) ?? ""
    sum = words.count > 1 ? UInt64(words[1], radix: 16).map { CRC64($0) } : nil
  }

  /// Both in one line; a tag has no blank.
  var text: String {
    sum.map { "\(tag) \(String($0.value, radix: 16))" } ?? tag
  }
}
