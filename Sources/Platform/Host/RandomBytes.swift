import CLinux
import Glibc

/// Bytes that nobody can guess, for keys and tokens.
public enum RandomBytes {
  /// So many bytes from the kernel's generator (getrandom(2)).
  public static func make(count: Int) throws(SystemError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var offset = 0
    while offset < count {
      let taken = bytes.withUnsafeMutableBytes { buffer in
        retryingInterrupted {
          ferry_getrandom(buffer.baseAddress.map { $0 + offset }, buffer.count - offset)
        }
      }
      guard taken > 0 else { throw SystemError(errno, "getrandom") }
      offset += taken
    }
    return bytes
  }
}
