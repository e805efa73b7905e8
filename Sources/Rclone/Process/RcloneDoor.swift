import CLinux
import CNettle
import Platform

/// The password of one process's remote control.
///
/// The process itself is told a hash only, in a file in memory that nobody else can open: neither its
/// arguments nor its environment nor any disk have the password. It is random and long, so a plain
/// SHA-1 is as good as any hash.
struct RcloneDoor: Sendable {
  /// The header by which requests prove themselves.
  let authorization: Secret
  private let users: [UInt8]

  /// A new password.
  init() throws(RcloneError) {
    do throws(SystemError) {
      let password = HexText.encode(try RandomBytes.make(count: 32))
      authorization = Secret("Basic \(Self.base64(Array("ferry:\(password)".utf8)))")
      var digest = [UInt8](repeating: 0, count: 20)
      let bytes = Array(password.utf8)
      ferry_sha1(bytes, bytes.count, &digest)
      users = Array("ferry:{SHA}\(Self.base64(digest))\n".utf8)
    } catch {
      throw RcloneError(.broken, "\(error)")
    }
  }

  /// The file that tells the process who may ask it, as htpasswd(1) writes it.
  func open() throws(RcloneError) -> FileDescriptor {
    let file = ferry_memory_file("ferry-rclone", users, users.count)
    guard file >= 0 else {
      throw RcloneError(.broken, "\(SystemError(-file, "memfd_create"))")
    }
    return FileDescriptor(owning: file)
  }

  /// RFC 4648, section 4.
  private static func base64(_ bytes: [UInt8]) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      var bits: UInt32 = 0
      for byte in group { bits = bits << 8 | UInt32(byte) }
      bits <<= UInt32(8 * (3 - group.count))
      for index in 0..<4 {
        let digit = digits[Int(bits >> UInt32(18 - 6 * index) & 63)]
        text.append(index <= group.count ? digit : UInt8(ascii: "="))
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
