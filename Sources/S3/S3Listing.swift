import Glibc

/// How far a list has come: what to ask for the next page, and what that page must not be.
///
/// A value: whoever keeps a copy can go on from there. The list comes in the order of the keys'
/// bytes; one that repeats itself or goes backwards is an error, never an endless loop.
public struct S3Listing: Sendable {
  /// What all keys begin with.
  public let prefix: [UInt8]
  /// Up to where keys are put together to common beginnings; empty for a list of all keys.
  public let delimiter: [UInt8]
  /// How many entries a page has at most, up to 1,000.
  public let pageSize: Int
  /// The last key that was listed, or the one after which the list begins; empty at the start.
  ///
  /// A list can be begun anew after it.
  public private(set) var last: [UInt8]
  /// Whether there are no more pages.
  public private(set) var isDone = false

  private var lastBeginning: [UInt8] = []
  private var position = Position.start
  private var emptyPages = 0

  private enum Position: Hashable, Sendable {
    case start
    case token([UInt8])
    case marker([UInt8])
  }

  /// Pages without any entry that may follow one another; services skip deleted objects so.
  private static let emptyLimit = 1_000

  /// A list from its start, or of what comes after a key.
  public init(
    prefix: [UInt8], after: [UInt8] = [], delimiter: [UInt8] = [], pageSize: Int = 1_000
  ) {
    self.prefix = prefix
    self.delimiter = delimiter
    self.pageSize = min(max(1, pageSize), 1_000)
    last = after
  }

  /// What to ask for the next page.
  func query(byToken: Bool, encoded: Bool) -> [(name: String, value: [UInt8])] {
    var items: [(name: String, value: [UInt8])] = [
      ("max-keys", Array("\(pageSize)".utf8)), ("prefix", prefix),
    ]
    if !delimiter.isEmpty { items.append(("delimiter", delimiter)) }
    if encoded { items.append(("encoding-type", Array("url".utf8))) }
    switch position {
    case .start:
      if byToken { items.append(("list-type", Array("2".utf8))) }
      if !last.isEmpty { items.append((byToken ? "start-after" : "marker", last)) }
    case .token(let token):
      items.append(("list-type", Array("2".utf8)))
      items.append(("continuation-token", token))
    case .marker(let marker): items.append(("marker", marker))
    }
    return items
  }

  /// Takes a page in, or tells what is wrong with it; then nothing has changed.
  mutating func accept(_ page: S3Page) -> String? {
    var next = self
    if let problem = next.follow(page) { return problem }
    self = next
    return nil
  }

  private mutating func follow(_ page: S3Page) -> String? {
    if let problem = problem(withOrderOf: page) { return problem }
    for range in page.beginnings {
      let beginning = Array(page.bytes[range])
      guard lastBeginning.isEmpty || lastBeginning.lexicographicallyPrecedes(beginning) else {
        return "its common beginnings are not in order, or repeated"
      }
      lastBeginning = beginning
    }
    if let entry = page.entries.last { last = Array(page.bytes[entry.key]) }
    guard page.isTruncated else {
      isDone = true
      return nil
    }
    return goOn(page)
  }

  private func problem(withOrderOf page: S3Page) -> String? {
    page.bytes.withUnsafeBytes { bytes in
      // `last` may be the key after which the list was to begin.
      last.withUnsafeBytes { last in
        prefix.withUnsafeBytes { prefix in
          var before = last
          for entry in page.entries {
            let key = UnsafeRawBufferPointer(rebasing: bytes[entry.key])
            let start = UnsafeRawBufferPointer(rebasing: key.prefix(prefix.count))
            guard Self.order(start, prefix) == 0 else {
              return "a key in it does not begin as was asked"
            }
            guard Self.order(before, key) < 0 else {
              return "its keys are not in order, or repeated"
            }
            before = key
          }
          return nil
        }
      }
    }
  }

  /// Negative if the first one comes before the second, 0 if they are the same.
  private static func order(
    _ one: UnsafeRawBufferPointer, _ other: UnsafeRawBufferPointer
  ) -> Int {
    let common = min(one.count, other.count)
    if common > 0, let left = one.baseAddress, let right = other.baseAddress {
      let order = memcmp(left, right, common)
      if order != 0 { return Int(order) }
    }
    return one.count - other.count
  }

  private mutating func goOn(_ page: S3Page) -> String? {
    let isEmpty = page.entries.isEmpty && page.beginnings.isEmpty
    emptyPages = isEmpty ? emptyPages + 1 : 0
    guard emptyPages <= Self.emptyLimit else { return "page after page of it is empty" }
    let next: Position
    if let token = page.token, !token.isEmpty {
      next = .token(token)
    } else if let marker = page.nextMarker, !marker.isEmpty {
      next = .marker(marker)
    } else if !isEmpty {
      // The first form of lists goes on after the last entry, whatever kind that is.
      next = .marker(last.lexicographicallyPrecedes(lastBeginning) ? lastBeginning : last)
    } else {
      return "it says that there is more, but not where"
    }
    guard next != position else { return "it repeats the mark of its own page" }
    position = next
    return nil
  }
}
