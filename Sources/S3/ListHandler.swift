import Calendar

/// Fills a page from a list's XML, in either of its two forms.
///
/// Source: "ListObjects" and "ListObjectsV2", Amazon S3 API Reference.
final class ListHandler: XMLHandler {
  /// More entries than were asked for are a server's error; more than this are not even read.
  private static let entryLimit = 20_000

  var page: S3Page
  /// The root's name; empty before it.
  private(set) var root = ""

  private var section = Section.other
  private var field = Field.other
  private var entry = S3Entry()
  private var has: (key: Bool, size: Bool, time: Bool) = (false, false, false)

  private enum Section { case contents, commonPrefixes, other }
  private enum Field {
    case key, size, modified, tag, storageClass, prefix, isTruncated, token, nextMarker
    case encoding, other
  }

  /// A handler that fills a page anew, and uses its memory.
  init(reusing page: consuming S3Page) {
    self.page = page
    self.page.clear()
  }

  override func begin(_ name: UnsafeBufferPointer<UInt8>, depth: Int) {
    switch depth {
    case 1:
      root = String(decoding: name, as: UTF8.self)
      if root != "ListBucketResult" { problem = "it is no list but '\(root.prefix(40))'" }
    case 2: beginInRoot(name)
    case 3: field = field(of: name)
    default: field = .other
    }
  }

  private func beginInRoot(_ name: UnsafeBufferPointer<UInt8>) {
    (section, field) = (.other, .other)
    if name.isWord("Contents") {
      section = .contents
      entry = S3Entry()
      has = (false, false, false)
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

  private func field(of name: UnsafeBufferPointer<UInt8>) -> Field {
    switch section {
    case .contents:
      if name.isWord("Key") { return .key }
      if name.isWord("Size") { return .size }
      if name.isWord("LastModified") { return .modified }
      if name.isWord("ETag") { return .tag }
      return name.isWord("StorageClass") ? .storageClass : .other
    case .commonPrefixes: return name.isWord("Prefix") ? .prefix : .other
    case .other: return .other
    }
  }

  override func end(depth: Int, text: UnsafeBufferPointer<UInt8>) {
    if depth == 2, section == .contents { return endEntry() }
    defer { field = .other }
    switch field {
    case .other: break
    case .key:
      entry.key = add(text)
      has.key = true
    case .size:
      guard let size = Self.number(text) else { return fail("a size in it is none") }
      entry.size = size
      has.size = true
    case .modified:
      guard let time = TimeText.instant(ofISO: text) else { return fail("a time in it is none") }
      entry.modified = time
      has.time = true
    case .tag: entry.tag = add(Self.withoutQuotes(text))
    case .storageClass: entry.storageClass = add(text)
    case .prefix:
      page.beginnings.append(add(text))
      if page.beginnings.count > Self.entryLimit { fail("it has too many entries") }
    case .isTruncated: page.isTruncated = text.isWord("true")
    case .token: page.token = Array(text)
    case .nextMarker: page.nextMarker = Array(text)
    case .encoding: page.isEncoded = text.isWord("url")
    }
  }

  private func endEntry() {
    section = .other
    guard has.key, has.size, has.time, !entry.key.isEmpty else {
      return fail("an entry of it lacks its key, size or time")
    }
    guard page.entries.count < Self.entryLimit else { return fail("it has too many entries") }
    page.entries.append(entry)
  }

  private func fail(_ text: String) {
    problem = problem ?? text
  }

  private func add(_ text: UnsafeBufferPointer<UInt8>) -> Range<Int> {
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
    guard count == word.utf8CodeUnitCount else { return false }
    for index in 0..<count where self[index] != word.utf8Start[index] { return false }
    return true
  }
}
