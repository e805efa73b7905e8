public import Calendar

/// An upload in parts that was begun and is neither finished nor given up.
public struct S3Upload: Hashable, Sendable {
  /// The whole key of the object that it is to become.
  public let key: [UInt8]
  /// The upload's ID.
  public let id: String
  /// When it was begun; nil if the service did not tell.
  public let begun: Instant?
}

/// A part of an upload.
public struct S3Part: Hashable, Sendable {
  /// Its number, from 1 on.
  public let number: Int
  /// The ETag without its quotes.
  public let tag: String
  /// The size, in bytes; 0 where it is not known.
  public let size: Int64

  /// A part.
  public init(number: Int, tag: String, size: Int64 = 0) {
    self.number = number
    self.tag = tag
    self.size = size
  }
}
