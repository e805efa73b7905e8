import CLinux
import Glibc
import Migration

/// Reads two files side by side, and says whether they have the same bytes.
final class ContentLook {
  private static let pieceBytes = 64 << 10
  /// So much is asked of the throttle at a time.
  private static let shareBytes: Int64 = 1 << 20

  private let limiter: Limiter
  private let stop: StopFlag
  private let pieces = UnsafeMutableRawBufferPointer.allocate(
    byteCount: 2 * ContentLook.pieceBytes, alignment: 4096)

  init(_ limiter: Limiter, _ stop: StopFlag) {
    self.limiter = limiter
    self.stop = stop
  }

  deinit {
    pieces.deallocate()
  }

  /// Whether the file of a name has the bytes of an open one.
  ///
  /// One that cannot be read is another one: the copy takes its place, or tells why it cannot.
  ///
  /// - Parameters:
  ///   - source: The open file, of so many bytes; it is read by place.
  ///   - folder: Where the other one is.
  /// - Throws: `stopped`, and what the source's reading says.
  func isSame(
    _ source: Int32, _ size: Int64, as name: UnsafePointer<CChar>, in folder: Int32
  ) throws(ObjectError) -> Bool {
    guard let copy = openFile(name, in: folder, size) else { return false }
    var place: Int64 = 0
    while place < size {
      let share = limiter.takePart(of: min(size - place, Self.shareBytes))
      guard share > 0 else { throw .stopped }
      guard try isSame(source, copy.number, from: place, to: place + share) else { return false }
      place += share
    }
    return true
  }

  private func openFile(
    _ name: UnsafePointer<CChar>, in folder: Int32, _ size: Int64
  ) -> Descriptor? {
    do throws(ObjectError) {
      let file = try Descriptor(
        at: folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK, "open", .destination)
      let facts = try FileFacts.of(file.number, .destination)
      guard facts.kind == .file, facts.size == size else { return nil }
      return consume file
    } catch {
      return nil
    }
  }

  private func isSame(
    _ source: Int32, _ copy: Int32, from start: Int64, to end: Int64
  ) throws(ObjectError) -> Bool {
    let left = UnsafeMutableRawBufferPointer(rebasing: pieces[..<Self.pieceBytes])
    let right = UnsafeMutableRawBufferPointer(rebasing: pieces[Self.pieceBytes...])
    var place = start
    while place < end {
      if stop.isSet { throw .stopped }
      let count = Int(min(end - place, Int64(Self.pieceBytes)))
      guard try left.fill(count, from: source, .source, at: place) == count else { throw .changed }
      guard fills(right, count, from: copy, at: place),
        let left = left.baseAddress, let right = right.baseAddress,
        memcmp(left, right, count) == 0
      else { return false }
      place += Int64(count)
    }
    return true
  }

  private func fills(
    _ piece: UnsafeMutableRawBufferPointer, _ count: Int, from copy: Int32, at place: Int64
  ) -> Bool {
    do throws(ObjectError) {
      return try piece.fill(count, from: copy, .destination, at: place) == count
    } catch {
      return false
    }
  }
}
