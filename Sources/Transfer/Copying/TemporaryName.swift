/// The names that objects have until they are complete.
///
/// `.ferry-<16 hexadecimal digits>-<batch>-<index>~`: the digits are the run's own, so two runs never
/// share one, and the rest is the object's place in the plan, so a resumed run finds its own.
struct TemporaryName: ~Copyable {
  private var bytes: [CChar]
  private let stem: Int
  private var batchEnd: Int

  init(token: String) {
    bytes = ".ferry-\(token)-".utf8.map { CChar(bitPattern: $0) }
    stem = bytes.count
    batchEnd = bytes.count
  }

  /// Begins a batch.
  mutating func begin(batch: Int64) {
    bytes.removeLast(bytes.count - stem)
    append(UInt64(clamping: batch))
    bytes.append(CChar(UInt8(ascii: "-")))
    batchEnd = bytes.count
  }

  /// Lends the name of one object of the batch.
  mutating func with<Result, Failure: Error>(
    index: Int, _ body: (UnsafePointer<CChar>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    bytes.removeLast(bytes.count - batchEnd)
    append(UInt64(clamping: index))
    bytes.append(CChar(UInt8(ascii: "~")))
    bytes.append(0)
    return try bytes.withUnsafeBufferPointer { buffer throws(Failure) in
      // The array is never empty: it ends in the NUL just added.
      guard let start = buffer.baseAddress else { preconditionFailure("a name without bytes") }
      return try body(start)
    }
  }

  private mutating func append(_ number: UInt64) {
    let start = bytes.count
    var rest = number
    repeat {
      bytes.append(CChar(UInt8(ascii: "0") + UInt8(rest % 10)))
      rest /= 10
    } while rest > 0
    bytes[start...].reverse()
  }

  /// Whether a name is one of these, of any run: listing passes it over.
  static func matches(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
    let prefix: StaticString = ".ferry-"
    guard name.count >= 28, name.first == UInt8(ascii: "."), name.last == UInt8(ascii: "~") else {
      return false
    }
    for index in 0..<prefix.utf8CodeUnitCount where name[index] != prefix.utf8Start[index] {
      return false
    }
    for byte in name[7..<23] {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): continue
      default: return false
      }
    }
    guard name[23] == UInt8(ascii: "-") else { return false }
    let numbers = name[24..<name.count - 1].split(
      separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    return numbers.count == 2
      && numbers.allSatisfy { part in
        !part.isEmpty && part.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
      }
  }
}
