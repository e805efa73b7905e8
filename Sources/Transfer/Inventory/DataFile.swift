import CLinux
import Codecs
import Glibc

/// The bytes of one data file, unpacked piece by piece.
final class DataFile {
  /// What came last: `count` bytes from the start.
  private(set) var bytes: [UInt8]
  /// How many of them there are.
  private(set) var count = 0

  private static let piece = 256 << 10

  private let name: String
  private let descriptor: Descriptor
  private var stream: GunzipStream?
  private var packed = [UInt8](repeating: 0, count: DataFile.piece)
  private var waiting = 0..<0

  /// Opens a data file and compares its digest, if the manifest gives one, before its first row is
  /// told: of a file that is not as it should be nothing is taken.
  ///
  /// - Parameters:
  ///   - stop: Set while the digest is made, it has the file tell nothing.
  ///   - checks: Whether the digest is compared at all.
  init(
    _ inventory: OpenInventory, _ index: Int, _ stop: StopFlag, checks: Bool = true
  ) throws(InventoryProblem) {
    let file = inventory.layout.files[index]
    name = inventory.name(of: index)
    descriptor = try inventory.open(index)
    bytes = [UInt8](repeating: 0, count: Self.piece)
    stream = try Self.stream(file.path)
    guard checks, let md5 = file.md5 else { return }
    let found = try digest(stop)
    guard stop.isSet || found == md5.uppercased() else {
      throw InventoryProblem(
        damage: "\(name) is damaged: its MD5 is \(found), but the manifest says \(md5)")
    }
  }

  private static func stream(_ path: String) throws(InventoryProblem) -> GunzipStream? {
    guard path.hasSuffix(".gz") else { return nil }
    guard let stream = GunzipStream() else {
      throw InventoryProblem("\(path) cannot be unpacked", ENOMEM)
    }
    return stream
  }

  private func digest(_ stop: StopFlag) throws(InventoryProblem) -> String {
    var md5 = MD5()
    while !stop.isSet {
      let count = try read()
      if count == 0 { break }
      md5.add(packed[..<count])
    }
    let code = ferry_rewind(descriptor.number)
    guard code == 0 else { throw InventoryProblem("\(name) cannot be read again", -code) }
    return md5.digest()
  }

  /// Goes to the next piece.
  ///
  /// - Returns: False at the end.
  func next() throws(InventoryProblem) -> Bool {
    count = 0
    while count == 0 {
      if waiting.isEmpty, stream?.holdsBack != true {
        waiting = 0..<(try read())
        if waiting.isEmpty {
          guard stream?.isWhole ?? true else {
            throw InventoryProblem(damage: "\(name) is damaged: it is cut off")
          }
          return false
        }
      }
      try unpack()
    }
    return true
  }

  private func unpack() throws(InventoryProblem) {
    guard stream != nil else {
      swap(&bytes, &packed)
      (count, waiting) = (waiting.count, 0..<0)
      return
    }
    guard let step = stream?.step(packed, waiting, into: &bytes) else {
      throw InventoryProblem(damage: "\(name) is damaged: it is no gzip file, or not a whole one")
    }
    waiting = (waiting.lowerBound + step.used)..<waiting.upperBound
    count = step.made
  }

  private func read() throws(InventoryProblem) -> Int {
    let count = packed.withUnsafeMutableBytes { buffer in
      ferry_read(descriptor.number, buffer.baseAddress, buffer.count)
    }
    guard count >= 0 else {
      throw InventoryProblem("\(name) cannot be read", Int32(clamping: -count))
    }
    return count
  }
}
