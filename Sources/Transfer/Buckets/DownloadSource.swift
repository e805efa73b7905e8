import Codecs
import Migration

/// What objects that go into a folder are read from; one thread uses one.
protocol DownloadSource: AnyObject {
  /// Whether the sizes of objects are known before they are read.
  var tellsSizes: Bool { get }
  /// Whether several threads may read ranges of one object, each by itself.
  var givesParts: Bool { get }

  /// Asks for one object.
  ///
  /// - Returns: Nil if there is none.
  func look(_ key: [UInt8]) throws(ObjectError) -> BucketObject?

  /// Reads an object, or a range of it.
  ///
  /// - Parameter tag: The one that it has to have still; nil for any.
  func get(
    _ key: [UInt8], _ range: Range<Int64>?, ifTag tag: String?,
    sink: (UnsafeRawBufferPointer) throws(ObjectError) -> Void
  ) throws(ObjectError) -> BucketObject

  /// Whether the tag of an object that came whole is the MD5 of its bytes.
  func isMD5(_ tag: String) -> Bool

  /// Compares what was read with the tag, if that tells.
  func compare(_ tag: String, _ md5: [UInt8]?) throws(ObjectError)

  /// For the sum of bytes that the source has too; nil if it could not be compared with any.
  func sum() -> BodySum?

  /// Compares the source's sum with that of the bytes; either may not be there.
  func compare(_ told: UInt64?, _ sum: CRC64?) throws(ObjectError)
}

extension BucketClient: DownloadSource {
  var tellsSizes: Bool { true }
  var givesParts: Bool { true }
}
