import Foundation
import TestSupport

/// A small tree with all that a file system may treat in its own way.
enum MixedTree {
  /// Makes it in an empty folder.
  static func make(_ root: String) throws {
    var random = SeededRandom(seed: 50)
    for byte in UInt8(1)...255 where byte != UInt8(ascii: "/") && byte != UInt8(ascii: ".") {
      try Tree.write(root, Array("bytes/".utf8) + [byte], [byte])
    }
    try Tree.write(root, Array("long/".utf8) + Array(repeating: 0xFF, count: 255), [1])
    for (number, mode) in ([0, 0o1644, 0o400, 0o777, 0o200] as [UInt32]).enumerated() {
      try Tree.write(root, Array("modes/\(number)".utf8), [2], mode: mode)
    }
    // Before 1970, at its edges, after 2038, and each of another fraction of a second.
    let times: [Int64] = [
      -1_000_000_001, -1, 0, 1, 999_999_999, 1_600_000_000_123_456_789, 5_000_000_000_000_000_007,
    ]
    for time in times {
      try Tree.write(root, Array("times/\(time)".utf8), [3], modified: time)
      try Tree.folder(root, "folders/\(time)", mode: 0o1755, modified: time)
    }
    for size in [0, 1, 59, 60, 4_095, 4_096, 4_097, 65_536, 65_537, 300_000, 5 << 20] {
      try Tree.write(root, Array("sizes/\(size)".utf8), Tree.bytes(size, &random))
    }
    try Tree.link(root, "links/dangling", to: "nowhere")
    try Tree.link(root, "links/up", to: "..")
    try Tree.link(root, "links/self", to: "self")
    try Tree.link(root, "links/long", to: String(repeating: "x/", count: 500))
    let level = String(repeating: "n", count: 99)
    let deep = "deep/" + (0..<50).map { "\(level)\($0 % 10)/" }.joined()
    try Tree.write(root, Array((deep + "bottom").utf8), Array("at the bottom".utf8))
    try makeHoles(root + "/holes")
  }

  /// Bytes that the file with holes takes on its disk.
  static func allocated(_ root: String) throws -> Int64 {
    var facts = stat()
    guard stat(root + "/holes", &facts) == 0 else { throw Problem("\(root)/holes is absent") }
    return Int64(facts.st_blocks) * 512
  }

  /// 24 MiB, nearly all of it holes, one of them at the end.
  private static func makeHoles(_ path: String) throws {
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL, 0o644)
    defer { close(file) }
    guard file >= 0 else { throw Problem("\(path): \(String(cString: strerror(errno)))") }
    for offset in [0, 5 << 20, (17 << 20) + 77] {
      let bytes = [UInt8](repeating: UInt8(1 + offset % 200), count: 3_000)
      guard pwrite(file, bytes, bytes.count, off_t(offset)) == bytes.count else {
        throw Problem("\(path): \(String(cString: strerror(errno)))")
      }
    }
    guard ftruncate(file, 24 << 20) == 0 else {
      throw Problem("\(path): \(String(cString: strerror(errno)))")
    }
  }
}
