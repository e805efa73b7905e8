import Platform

/// A page of a list: up to a thousand objects, in the order of their keys' bytes.
///
/// One that is filled again and again needs no more memory than its longest page.
public struct S3Page: Sendable {
  /// The objects.
  public internal(set) var entries: [S3Entry] = []

  /// The texts of all entries, one after another.
  var bytes: [UInt8] = []
  /// The common beginnings of keys, if there was a delimiter.
  var beginnings: [Range<Int>] = []
  var token: [UInt8]?
  var nextMarker: [UInt8]?
  var isTruncated = false
  var isEncoded = false

  /// An empty page.
  public init() {}

  /// How many objects there are.
  public var count: Int { entries.count }

  /// Bytes of memory that what it holds takes.
  public var size: Int { bytes.count + entries.count * MemoryLayout<S3Entry>.stride }

  /// A copy of an object's key: the whole one, with the address's prefix.
  public func key(_ index: Int) -> [UInt8] { Array(bytes[entries[index].key]) }

  /// Lends the bytes of an object's key.
  public func withKey<Result, Failure: Error>(
    _ index: Int, _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let range = entries[index].key
    let result = bytes.withUnsafeBytes { bytes in
      Swift.Result { () throws(Failure) in
        try body(UnsafeRawBufferPointer(rebasing: bytes[range]))
      }
    }
    return try result.get()
  }

  /// An object's ETag without its quotes; empty if the service gave none.
  public func tag(_ index: Int) -> String {
    String(decoding: bytes[entries[index].tag], as: UTF8.self)
  }

  /// An object's storage class in the service's word; empty if it gave none.
  public func storageClass(_ index: Int) -> String {
    String(decoding: bytes[entries[index].storageClass], as: UTF8.self)
  }

  /// What keys have in common up to the delimiter, if the list has one.
  public var prefixes: [[UInt8]] { beginnings.map { Array(bytes[$0]) } }

  /// Forgets everything but the memory.
  mutating func clear() {
    entries.removeAll(keepingCapacity: true)
    bytes.removeAll(keepingCapacity: true)
    beginnings.removeAll(keepingCapacity: true)
    token = nil
    nextMarker = nil
    isTruncated = false
    isEncoded = false
  }

  /// Decodes the keys where they are: no key becomes longer by it.
  ///
  /// - Returns: Whether all of them were encoded rightly.
  mutating func decode() -> Bool {
    guard isEncoded else { return true }
    for index in entries.indices {
      guard let range = decode(entries[index].key) else { return false }
      entries[index].key = range
    }
    for index in beginnings.indices {
      guard let range = decode(beginnings[index]) else { return false }
      beginnings[index] = range
    }
    if let marker = nextMarker {
      let start = bytes.count
      bytes += marker
      guard let range = decode(start..<bytes.count) else { return false }
      nextMarker = Array(bytes[range])
    }
    return true
  }

  private mutating func decode(_ range: Range<Int>) -> Range<Int>? {
    bytes.withUnsafeMutableBufferPointer { Self.decode($0, range) }
  }

  private static func decode(
    _ bytes: UnsafeMutableBufferPointer<UInt8>, _ range: Range<Int>
  ) -> Range<Int>? {
    // Most keys have nothing that is encoded.
    var from = range.lowerBound
    while from < range.upperBound, bytes[from] != UInt8(ascii: "%"),
      bytes[from] != UInt8(ascii: "+")
    {
      from += 1
    }
    var to = from
    while from < range.upperBound {
      var byte = bytes[from]
      if byte == UInt8(ascii: "%") {
        guard from + 2 < range.upperBound, let high = HexText.value(of: bytes[from + 1]),
          let low = HexText.value(of: bytes[from + 2])
        else { return nil }
        byte = high << 4 | low
        from += 2
      } else if byte == UInt8(ascii: "+") {
        // As in a form: Amazon S3 writes a blank so.
        byte = UInt8(ascii: " ")
      }
      bytes[to] = byte
      (from, to) = (from + 1, to + 1)
    }
    return range.lowerBound..<to
  }
}
