public import Calendar

/// One object of a page of a list; its texts lie in the page.
public struct S3Entry: Sendable {
  /// The size, in bytes.
  public internal(set) var size: Int64 = 0
  /// When the object was stored; not when its content was last changed.
  public internal(set) var modified = Instant(microseconds: 0)

  /// Where the texts are in the page's bytes.
  var key = 0..<0
  var tag = 0..<0
  var storageClass = 0..<0

  init() {}
}
