/// How rclone copies some objects.
public struct RcloneCopying: Sendable {
  /// How many at a time.
  public var concurrency = 4
  /// What each of them may move, in bytes per second; 0 for no limit.
  public var bytesPerSecond: Int64 = 0
  /// Whether checksums are compared after copying, where both places have one.
  public var comparesSums = false
  /// Whether what is there with the same size and time is left as it is.
  public var leavesEqual = false

  /// With the defaults.
  public init() {}

  /// The end of the names that objects have until they are complete, after eight hexadecimal digits.
  public static let partialEnd = ".ferry~"

  /// Whether a name is one of an object that is not complete: `photo.jpg.0a1b2c3d.ferry~`.
  public static func isPartial(_ name: some Collection<UInt8>) -> Bool {
    let end = Array(partialEnd.utf8)
    let tail = Array(name.suffix(end.count + 9))
    guard tail.count == end.count + 9, tail[0] == UInt8(ascii: "."), tail[9...].elementsEqual(end)
    else { return false }
    return tail[1..<9].allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
    }
  }
}
