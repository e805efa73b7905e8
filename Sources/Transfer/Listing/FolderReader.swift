import CLinux
import Glibc
import Rclone

/// Reads folders through one buffer.
final class FolderReader {
  private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)

  deinit {
    buffer.deallocate()
  }

  /// The first names of an open folder after `floor`, sorted.
  ///
  /// - Parameters:
  ///   - folder: Opened for reading; it is read from its beginning.
  ///   - floor: A name as the table holds it; empty for all names.
  ///   - limit: At most so many.
  func read(
    _ folder: Int32, after floor: [UInt8], limit: Int
  ) throws(ObjectError) -> NameTable {
    var table = NameTable(limit: limit)
    if !floor.isEmpty { try ObjectError.check(ferry_rewind(folder), "list", .source) }
    while true {
      let count = ferry_list(folder, buffer.baseAddress, buffer.count)
      if count < 0 { throw ObjectError("list", .source, Int32(truncatingIfNeeded: -count)) }
      if count == 0 { break }
      take(count, from: folder, into: &table, after: floor)
    }
    table.finish()
    return table
  }

  /// Takes the names out of a filled buffer.
  ///
  /// Layout: getdents64(2), `struct linux_dirent64`.
  private func take(
    _ count: Int, from folder: Int32, into table: inout NameTable, after floor: [UInt8]
  ) {
    guard let base = buffer.baseAddress else { return }
    var position = 0
    while position + 19 < count {
      let entry = base + position
      let length = Int(entry.loadUnaligned(fromByteOffset: 16, as: UInt16.self))
      guard length > 19, position + length <= count else { return }
      position += length
      let start = (entry + 19).assumingMemoryBound(to: UInt8.self)
      let name = UnsafeBufferPointer(
        start: start,
        count: strnlen(UnsafeRawPointer(start).assumingMemoryBound(to: CChar.self), length - 19))
      if isPassedOver(name) { continue }
      var type = entry.load(fromByteOffset: 18, as: UInt8.self)
      if type == UInt8(DT_UNKNOWN) { type = self.type(of: start, in: folder) }
      table.add(name, type: type, after: floor)
    }
  }

  private func isPassedOver(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
    let dot = UInt8(ascii: ".")
    // What rclone has left: it is ended in the middle at times, too.
    if name.last == UInt8(ascii: "~"), RcloneCopying.isPartial(name) { return true }
    guard name.first == dot else { return name.isEmpty }
    return name.count == 1 || (name.count == 2 && name[1] == dot) || TemporaryName.matches(name)
  }

  /// What a file system did not say in its listing; unknown if the name is gone already.
  private func type(of name: UnsafePointer<UInt8>, in folder: Int32) -> UInt8 {
    var facts = FileFacts()
    let text = UnsafeRawPointer(name).assumingMemoryBound(to: CChar.self)
    guard ferry_stat_at(folder, text, &facts) == 0 else { return UInt8(DT_UNKNOWN) }
    return UInt8(truncatingIfNeeded: (facts.mode & S_IFMT) >> 12)
  }
}
