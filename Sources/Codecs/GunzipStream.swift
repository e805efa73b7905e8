import CZlib

/// Bytes on their way out of the gzip format; several streams after one another are one.
///
/// Source: RFC 1952; zlib manual, <https://zlib.net/manual.html>.
public struct GunzipStream: ~Copyable {
  /// Whether all that went in is whole streams: false in the middle of one, and before the first.
  public private(set) var isWhole = false
  /// Whether more may come out before more goes in.
  public private(set) var holdsBack = false

  /// zlib keeps a pointer to it, so that it must not move.
  private let stream: UnsafeMutablePointer<z_stream>

  /// Begins a stream; nil without memory.
  public init?() {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    guard ferry_gunzip_begin(stream) == Z_OK else {
      stream.deallocate()
      return nil
    }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// Takes in some of the bytes of a range, and writes what comes out to the start of a buffer.
  ///
  /// - Parameter output: Its length bounds what comes out at once.
  /// - Returns: How many bytes went in and came out; nil if they are damaged.
  public mutating func step(
    _ bytes: [UInt8], _ range: Range<Int>, into output: inout [UInt8]
  ) -> (used: Int, made: Int)? {
    guard !range.isEmpty || holdsBack else { return (0, 0) }
    if isWhole {
      // What follows a whole stream begins another one.
      guard inflateReset(stream) == Z_OK else { return nil }
      isWhole = false
    }
    let stream = stream
    let (input, room) = (UInt32(clamping: range.count), UInt32(clamping: output.count))
    // zlib reads its input and does not write to it; its interface does not say so.
    let result = bytes.withUnsafeBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        stream.pointee.next_in = UnsafeMutablePointer(
          mutating: source.baseAddress.map { $0 + range.lowerBound })
        stream.pointee.avail_in = input
        stream.pointee.next_out = target.baseAddress
        stream.pointee.avail_out = room
        return inflate(stream, Z_NO_FLUSH)
      }
    }
    let used = Int(input - stream.pointee.avail_in)
    let made = Int(room - stream.pointee.avail_out)
    switch result {
    case Z_STREAM_END: (isWhole, holdsBack) = (true, false)
    // Without room or input there is nothing to do, which is no damage.
    case Z_OK, Z_BUF_ERROR: holdsBack = stream.pointee.avail_out == 0
    default: return nil
    }
    return (used, made)
  }
}
