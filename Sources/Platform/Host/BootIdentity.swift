/// Which boot of the machine this is: what was not synced before another one may be lost.
public struct BootIdentity: Hashable, Sendable, CustomStringConvertible {
  /// The kernel's random identifier of this boot, as UUID text.
  public let description: String

  /// An identity that was recorded before.
  public init(_ text: String) {
    description = text
  }

  /// The boot that the machine is in, from `/proc/sys/kernel/random/boot_id`.
  public static func current() throws(FileReadError) -> BootIdentity {
    let bytes = try FileText.read("/proc/sys/kernel/random/boot_id", limit: 256)
    return BootIdentity(String(decoding: bytes.prefix { $0 > UInt8(ascii: " ") }, as: UTF8.self))
  }
}
