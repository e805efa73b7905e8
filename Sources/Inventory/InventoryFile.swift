import Codecs
import Glibc
import Platform

/// One data file of an inventory while it is written: rows in, gzip out, its digest known at the end.
final class InventoryFile {
  /// The path.
  let path: String
  /// Rows so far.
  private(set) var rows = 0
  /// Bytes in the file so far; up to 256 KiB more may wait in the compressor.
  private(set) var size: Int64 = 0

  private let descriptor: FileDescriptor
  private var stream: GzipStream
  private var md5 = MD5()
  private var waiting: [UInt8] = []

  private static let chunk = 64 << 10

  /// Makes the file.
  init(path: String) throws(InventoryError) {
    self.path = path
    descriptor = try Self.make(path)
    stream = try Self.compressor()
  }

  private static func make(_ path: String) throws(InventoryError) -> FileDescriptor {
    do throws(SystemError) {
      return try FileDescriptor.open(path, O_WRONLY | O_CREAT | O_EXCL, mode: 0o666)
    } catch {
      throw InventoryError(error)
    }
  }

  private static func compressor() throws(InventoryError) -> GzipStream {
    guard let stream = GzipStream() else {
      throw InventoryError("there is no memory to compress an inventory")
    }
    return stream
  }

  /// Adds a row; every row ends in a line end.
  func add(_ row: String) throws(InventoryError) {
    waiting += Array(row.utf8)
    waiting.append(UInt8(ascii: "\n"))
    rows += 1
    if waiting.count >= Self.chunk { try flush(ends: false) }
  }

  /// Writes what is left and brings the file to the disk.
  ///
  /// - Returns: The digest and the size of the file.
  func finish() throws(InventoryError) -> (md5: String, size: Int64) {
    try flush(ends: true)
    do throws(SystemError) {
      try descriptor.sync(path: path)
    } catch {
      throw InventoryError(error)
    }
    return (md5.digest(), size)
  }

  private func flush(ends: Bool) throws(InventoryError) {
    var made: [UInt8] = []
    stream.put(waiting, ends: ends) { made += $0 }
    waiting.removeAll(keepingCapacity: true)
    md5.add(made[...])
    size += Int64(made.count)
    do throws(SystemError) {
      try descriptor.write(all: made, path: path)
    } catch {
      throw InventoryError(error)
    }
  }
}
