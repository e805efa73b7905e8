import Glibc

/// Fills a page from a list's XML, in either of its two forms.
///
/// Source: "ListObjects" and "ListObjectsV2", Amazon S3 API Reference.
final class ListHandler: XMLHandler {
  /// Behind a pointer, as the reader's own state is.
  private let state: UnsafeMutablePointer<ListState>

  /// A handler that fills a page anew, and uses its memory.
  init(reusing page: consuming S3Page) {
    state = .allocate(capacity: 1)
    page.clear()
    state.initialize(to: ListState(page: page))
  }

  deinit {
    state.deinitialize(count: 1)
    state.deallocate()
  }

  /// The root's name; empty before it.
  var root: String { state.pointee.root }

  /// Decodes the keys, if the page says that they are encoded; whether they were.
  func decode() -> Bool { state.pointee.page.decode() }

  /// Lends the page.
  func withPage<Result>(_ body: (S3Page) -> Result) -> Result { body(state.pointee.page) }

  /// Forgets what has been read.
  func clear() { state.pointee.page.clear() }

  /// Hands the page out, and keeps an empty one.
  func takePage() -> S3Page {
    let page = state.pointee.page
    state.pointee.page = S3Page()
    return page
  }

  override func begin(_ name: UnsafeBufferPointer<UInt8>, depth: Int) -> String? {
    state.pointee.begin(name, depth: depth)
  }

  override func end(depth: Int, text: UnsafeBufferPointer<UInt8>) -> String? {
    state.pointee.end(depth: depth, text)
  }
}

/// How far a page has been read.
private struct ListState {
  /// More entries than were asked for are a server's error; more than this are not even read.
  private static let entryLimit = 20_000

  var page: S3Page
  var root = ""

  private var section = Section.other
  private var field = Field.other
  private var entry = S3Entry()
  private var has: Pieces = []

  private enum Section { case contents, commonPrefixes, other }
  private enum Field {
    case key, size, modified, tag, storageClass, prefix, isTruncated, token, nextMarker
    case encoding, other
  }
  /// What an entry must have.
  private struct Pieces: OptionSet {
    let rawValue: UInt8
    static let key = Pieces(rawValue: 1)
    static let size = Pieces(rawValue: 2)
    static let time = Pieces(rawValue: 4)
    static let all: Pieces = [.key, .size, .time]
  }

  init(page: S3Page) {
    self.page = page
  }

  mutating func begin(_ name: UnsafeBufferPointer<UInt8>, depth: Int) -> String? {
    switch depth {
    case 1:
      root = String(decoding: name, as: UTF8.self)
      return root == "ListBucketResult" ? nil : "it is no list but '\(root.prefix(40))'"
    case 2: beginInRoot(name)
    case 3 where section == .contents: field = Self.field(of: name)
    case 3: field = section == .commonPrefixes && name.isWord("Prefix") ? .prefix : .other
    default: field = .other
    }
    return nil
  }

  private mutating func beginInRoot(_ name: UnsafeBufferPointer<UInt8>) {
    (section, field) = (.other, .other)
    if name.isWord("Contents") {
      section = .contents
      entry = S3Entry()
      has = []
    } else if name.isWord("CommonPrefixes") {
      section = .commonPrefixes
    } else if name.isWord("IsTruncated") {
      field = .isTruncated
    } else if name.isWord("NextContinuationToken") {
      field = .token
    } else if name.isWord("NextMarker") {
      field = .nextMarker
    } else if name.isWord("EncodingType") {
      field = .encoding
    }
  }

  private static func field(of name: UnsafeBufferPointer<UInt8>) -> Field {
    if name.isWord("Key") { return .key }
    if name.isWord("Size") { return .size }
    if name.isWord("LastModified") { return .modified }
    if name.isWord("ETag") { return .tag }
    return name.isWord("StorageClass") ? .storageClass : .other
  }

  mutating func end(depth: Int, _ text: UnsafeBufferPointer<UInt8>) -> String? {
    if depth == 2, section == .contents { return endEntry() }
    let field = self.field
    self.field = .other
    switch field {
    case .other: break
    case .key:
      entry.key = add(text)
      has.insert(.key)
    case .size:
      guard let size = Self.number(text) else { return "a size in it is none" }
      entry.size = size
      has.insert(.size)
    case .modified:
      guard let time = TimeText.instant(ofISO: text) else { return "a time in it is none" }
      entry.modified = time
      has.insert(.time)
    case .tag: entry.tag = add(Self.withoutQuotes(text))
    case .storageClass: entry.storageClass = add(text)
    case .prefix:
      page.beginnings.append(add(text))
      if page.beginnings.count > Self.entryLimit { return "it has too many entries" }
    case .isTruncated: page.isTruncated = text.isWord("true")
    case .token: page.token = Array(text)
    case .nextMarker: page.nextMarker = Array(text)
    case .encoding: page.isEncoded = text.isWord("url")
    }
    return nil
  }

  private mutating func endEntry() -> String? {
    section = .other
    guard has == .all, !entry.key.isEmpty else {
      return "an entry of it lacks its key, size or time"
    }
    guard page.entries.count < Self.entryLimit else { return "it has too many entries" }
    page.entries.append(entry)
    return nil
  }

  private mutating func add(_ text: UnsafeBufferPointer<UInt8>) -> Range<Int> {
    let start = page.bytes.count
    page.bytes.append(contentsOf: text)
    return start..<page.bytes.count
  }

  private static func withoutQuotes(
    _ text: UnsafeBufferPointer<UInt8>
  ) -> UnsafeBufferPointer<UInt8> {
    let quote = UInt8(ascii: "\"")
    guard text.count >= 2, text.first == quote, text.last == quote else { return text }
    return UnsafeBufferPointer(rebasing: text[1..<(text.count - 1)])
  }

  private static func number(_ text: UnsafeBufferPointer<UInt8>) -> Int64? {
    guard (1...18).contains(text.count) else { return nil }
    var value: Int64 = 0
    for byte in text {
      guard (0x30...0x39).contains(byte) else { return nil }
      value = value * 10 + Int64(byte - 0x30)
    }
    return value
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Whether the bytes are those of a word.
  func isWord(_ word: StaticString) -> Bool {
    guard count == word.utf8CodeUnitCount, let start = baseAddress else { return false }
    return memcmp(start, word.utf8Start, count) == 0
  }
}
