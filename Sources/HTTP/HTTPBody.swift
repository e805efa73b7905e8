/// The body of a request.
public enum HTTPBody {
  /// None: a `PUT` or `POST` says `Content-Length: 0`, other methods say nothing.
  case none
  /// Some bytes.
  case bytes([UInt8])
  /// The bytes of a buffer, which must live until the request has ended; they are not copied first.
  case buffer(UnsafeRawBufferPointer)
  /// As many bytes as `length` says, asked for one after another.
  ///
  /// `read` fills the start of a buffer and tells how many bytes it gave; 0 before the last one is an
  /// error. It may wait, for a throttle say: that is no stall. `rewind` goes back to the first byte: a
  /// connection that was kept may turn out to be dead, and the request is sent again then.
  case stream(
    length: Int64, read: (UnsafeMutableRawBufferPointer) throws -> Int, rewind: () throws -> Void)
}
