import CZlib

/// Bytes on their way into the gzip format.
///
/// Source: RFC 1952; zlib manual, <https://zlib.net/manual.html>.
public struct GzipStream: ~Copyable {
  /// zlib keeps a pointer to it, so that it must not move.
  private let stream: UnsafeMutablePointer<z_stream>
  private var buffer = [UInt8](repeating: 0, count: 64 << 10)

  /// Begins a stream; nil without memory.
  public init?() {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    guard ferry_gzip_begin(stream, Z_DEFAULT_COMPRESSION) == Z_OK else {
      stream.deallocate()
      return nil
    }
  }

  deinit {
    deflateEnd(stream)
    stream.deallocate()
  }

  /// Takes bytes in; what comes out so far is given to `body`.
  ///
  /// - Parameter ends: Whether these are the last ones: all comes out then, and the trailer.
  public mutating func put<Failure: Error>(
    _ bytes: [UInt8], ends: Bool = false, _ body: (ArraySlice<UInt8>) throws(Failure) -> Void
  ) throws(Failure) {
    // zlib reads its input and does not write to it; its interface does not say so.
    var bytes = bytes
    var offset = 0
    while true {
      let (used, made, isOver) = step(&bytes, from: offset, ends: ends)
      offset += used
      if made > 0 { try body(buffer[..<made]) }
      // Room that is left in the buffer says that nothing more waits to come out.
      if isOver || (offset == bytes.count && made < buffer.count && !ends) { return }
    }
  }

  private mutating func step(
    _ bytes: inout [UInt8], from offset: Int, ends: Bool
  ) -> (used: Int, made: Int, isOver: Bool) {
    let (stream, size) = (stream, buffer.count)
    let left = bytes.count - offset
    return bytes.withUnsafeMutableBufferPointer { input in
      buffer.withUnsafeMutableBufferPointer { output in
        stream.pointee.next_in = input.baseAddress.map { $0 + offset }
        stream.pointee.avail_in = UInt32(clamping: left)
        stream.pointee.next_out = output.baseAddress
        stream.pointee.avail_out = UInt32(clamping: size)
        let result = deflate(stream, ends ? Z_FINISH : Z_NO_FLUSH)
        let used = Int(UInt32(clamping: left) - stream.pointee.avail_in)
        let made = size - Int(stream.pointee.avail_out)
        return (used, made, result == Z_STREAM_END)
      }
    }
  }
}
