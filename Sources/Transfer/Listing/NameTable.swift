import CLinux
import Glibc

/// The next names of one folder, packed into one run of bytes and sorted.
///
/// A folder's name ends in `/` here, because that is how its key is ordered. Not more than about
/// twice `limit` names are held, however many the folder has: the smallest ones are kept, and a
/// later pass reads on after the last of them.
struct NameTable {
  /// One name: 16 bytes, of which the first eight decide most comparisons.
  private struct Entry {
    var head: UInt64
    var offset: UInt32
    var length: UInt16
    var type: UInt8
  }

  /// Whether the folder has names after those held here.
  private(set) var hasMore = false

  private var bytes: [UInt8] = []
  private var entries: [Entry] = []
  private var ceiling: [UInt8] = []
  private let limit: Int

  /// A table that hands out at most `limit` names.
  init(limit: Int) {
    self.limit = limit
  }

  /// How many names there are.
  var count: Int {
    entries.count
  }

  /// The name at an index, without a NUL.
  func name(_ index: Int) -> ArraySlice<UInt8> {
    let entry = entries[index]
    return bytes[Int(entry.offset)..<Int(entry.offset) + Int(entry.length)]
  }

  /// The `d_type` of a name.
  func type(_ index: Int) -> UInt8 {
    entries[index].type
  }

  /// Lends the name at an index as the system wants it: ended by NUL, without the `/`.
  func withName<Result>(_ index: Int, _ body: (UnsafePointer<CChar>) -> Result) -> Result {
    let entry = entries[index]
    let end = Int(entry.offset) + Int(entry.length)
    // A folder's name stands there once more, behind its NUL.
    let isFolder = bytes[end - 1] == UInt8(ascii: "/")
    return bytes.withUnsafeBytes { raw in
      // A name has at least one byte and its NUL, so the table is not empty.
      guard let base = raw.baseAddress else { preconditionFailure("a name without bytes") }
      let start = base + (isFolder ? end + 1 : Int(entry.offset))
      return body(start.assumingMemoryBound(to: CChar.self))
    }
  }

  /// Adds a name of a listing, if it is among the smallest.
  mutating func add(_ name: UnsafeBufferPointer<UInt8>, type: UInt8, after floor: [UInt8]) {
    let start = bytes.count
    bytes.append(contentsOf: name)
    if type == UInt8(DT_DIR) { bytes.append(UInt8(ascii: "/")) }
    let length = bytes.count - start
    // No slice is held on to: with one, the next byte would copy all that there is.
    if !floor.isEmpty && !floor.lexicographicallyPrecedes(bytes[start...]) {
      bytes.removeLast(length)
      return
    }
    if !ceiling.isEmpty && !bytes[start...].lexicographicallyPrecedes(ceiling) {
      hasMore = true
      bytes.removeLast(length)
      return
    }
    var head: UInt64 = 0
    for index in 0..<8 {
      head = head << 8 | (index < length ? UInt64(bytes[start + index]) : 0)
    }
    bytes.append(0)
    if type == UInt8(DT_DIR) {
      bytes.append(contentsOf: name)
      bytes.append(0)
    }
    entries.append(
      Entry(
        head: head, offset: UInt32(truncatingIfNeeded: start),
        length: UInt16(truncatingIfNeeded: length), type: type))
    if entries.count >= 2 * limit { cut() }
  }

  /// Sorts what was added, and keeps the first ones.
  mutating func finish() {
    if entries.count > limit { cut() } else { sort() }
  }

  private mutating func sort() {
    bytes.withUnsafeBytes { raw in
      guard let base = raw.baseAddress else { return }
      entries.sort { left, right in
        if left.head != right.head { return left.head < right.head }
        // No name holds a NUL, so a head that is filled up with them is the shorter name's.
        let order = memcmp(
          base + Int(left.offset), base + Int(right.offset),
          Int(min(left.length, right.length)))
        return order != 0 ? order < 0 : left.length < right.length
      }
    }
  }

  private mutating func cut() {
    sort()
    entries.removeLast(entries.count - limit)
    hasMore = true
    var kept: [UInt8] = []
    kept.reserveCapacity(bytes.count / 2)
    for index in entries.indices {
      let start = kept.count
      let name = name(index)
      kept.append(contentsOf: name)
      kept.append(0)
      if name.last == UInt8(ascii: "/") {
        kept.append(contentsOf: name.dropLast())
        kept.append(0)
      }
      entries[index].offset = UInt32(truncatingIfNeeded: start)
    }
    bytes = kept
    ceiling = Array(name(entries.count - 1))
  }
}
