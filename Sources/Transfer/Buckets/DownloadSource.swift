import Migration

/// What objects that go into a folder are read from; one thread uses one.
protocol DownloadSource: AnyObject {
  /// Whether the sizes of objects are known before they are read.
  var tellsSizes: Bool { get }

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
}

extension BucketClient: DownloadSource {
  var tellsSizes: Bool { true }
}
