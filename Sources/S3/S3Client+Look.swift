import HTTP

extension S3Client {
  /// The name of the object that is written to see whether objects can be.
  public static let probeName = ".ferry-verify-address"

  /// Looks whether a run could use the bucket: reachable, the key known and right, the bucket there,
  /// its objects listed, and written if they are to be.
  ///
  /// To see the latter an object is written and deleted again; where objects may be written and not
  /// deleted, which is enough for a run, it stays.
  ///
  /// - Parameters:
  ///   - prefix: What the keys of the address begin with.
  ///   - writes: Whether objects are to be written.
  /// - Throws: The first thing that is wrong.
  public func look(prefix: [UInt8], writes: Bool) throws(S3Error) {
    var listing = S3Listing(prefix: prefix, pageSize: 1)
    var page = S3Page()
    _ = try list(&listing, into: &page)
    guard writes else { return }
    let key = prefix + Array(Self.probeName.utf8)
    var headers = S3Headers()
    headers.contentType = "text/plain"
    let text = "ferry wrote this to see whether it can; it may be deleted.\n"
    _ = try put(key, body: .bytes(Array(text.utf8)), headers: headers)
    do throws(S3Error) {
      try delete(key)
    } catch {
      guard case .denied = error.reason else { throw error }
    }
  }
}
