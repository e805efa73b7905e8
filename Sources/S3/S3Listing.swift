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
    for index in page.entries.indices {
      let key = page.bytes[page.entries[index].key]
      let before =
        index == 0 ? last[...] : page.bytes[page.entries[index - 1].key]
      guard key.starts(with: prefix) else { return "a key in it does not begin as was asked" }
      // `last` may be the key after which the list was to begin.
      guard before.isBefore(key) else { return "its keys are not in order, or repeated" }
    }
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

extension ArraySlice<UInt8> {
  /// Whether these bytes come before others; a memcmp(3), for a list compares each of its keys.
  fileprivate func isBefore(_ other: ArraySlice<UInt8>) -> Bool {
    lexicographicallyPrecedes(other)
  }
}
