import CLinux
import Glibc
import Migration

/// Moves the bytes of files, and looks whether they have arrived.
///
/// One worker uses it again and again, so that a file costs no allocation.
final class ContentCopier {
  /// Below this a file is read and written, above it the kernel copies.
  static let bufferBytes = 64 << 10

  /// Holds what was read last.
  let buffer = UnsafeMutableRawBufferPointer.allocate(
    byteCount: ContentCopier.bufferBytes, alignment: 4096)
  private lazy var other = UnsafeMutableRawBufferPointer.allocate(
    byteCount: ContentCopier.bufferBytes, alignment: 4096)
  private let limiter: Limiter
  private let progress: RunProgress
  private let stop: StopFlag
  private let compares: Bool
  private var rangeWorks = true
  /// Bytes of the present file that the progress knows of.
  private var flown: Int64 = 0
  /// A part that is compared is not larger, so that it is still in the processor's cache.
  private static let comparedBytes: Int64 = 1 << 20

  init(_ run: RunContext) {
    limiter = run.limiter
    progress = run.progress
    stop = run.stop
    compares = run.order.rule.verify == .checksum
  }

  deinit {
    buffer.deallocate()
    if compares { other.deallocate() }
  }

  /// Copies a file that the buffer holds; the throttle has let it pass.
  ///
  /// - Returns: How many bytes there were.
  func copySmall(
    from source: Int32, to destination: Int32, _ size: Int64
  ) throws(ObjectError) -> Int64 {
    let count = try fill(buffer, from: source, Int(size), .source)
    try write(count, to: destination)
    return Int64(count)
  }

  /// Copies a file in parts, each as the throttle lets it pass; holes stay holes.
  ///
  /// If the job compares, each part is read again on both sides as soon as it is there.
  /// `land` is to follow when the file is done with.
  ///
  /// - Parameters:
  ///   - facts: The source's.
  ///   - start: What is there already; both files are read and written from here.
  /// - Returns: How far it came: the size, unless the source is shorter now.
  func copyLarge(
    from source: Int32, to destination: Int32, _ facts: FileFacts, start: Int64 = 0
  ) throws(ObjectError) -> Int64 {
    var done = start
    fly(start)
    if start > 0 { try seek(source, destination, to: start) }
    let hasHoles = facts.allocated < facts.size
    var dataEnd = hasHoles ? start : facts.size
    var compared: Int64 = 0
    while done < facts.size {
      if done == dataEnd {
        dataEnd = try skipHole(source, destination, &done, facts.size)
        continue
      }
      let most = compares ? Self.comparedBytes : .max
      let chunk = limiter.takePart(of: min(dataEnd - done, most))
      guard chunk > 0 else { throw .stopped }
      let before = done
      try copyPart(from: source, to: destination, Int(chunk), &done)
      if done - before < chunk { return done }
      // Writing begins early, so that the sync at the batch's end is short. It is a hint only.
      if facts.size >= 2 * Int64(Limiter.largestChunk) {
        _ = ferry_write_behind(destination, before, done - before)
      }
      if compares { try compare(source, destination, &compared, upTo: done) }
    }
    if compares { try compare(source, destination, &compared, upTo: done) }
    return done
  }

  /// Takes the present file's bytes back: it is whole now, and counted as such, or nothing.
  ///
  /// Not before it is looked at again: what is told of a run must not go backwards meanwhile.
  func land() {
    fly(-flown)
  }

  private func fly(_ bytes: Int64) {
    flown += bytes
    progress.fly(bytes: bytes)
  }

  /// Goes to the next data on both sides; at the end the destination becomes as long as the source.
  ///
  /// - Returns: Where the data ends.
  private func skipHole(
    _ source: Int32, _ destination: Int32, _ done: inout Int64, _ size: Int64
  ) throws(ObjectError) -> Int64 {
    var end: Int64 = 0
    let begin = ferry_next_data(source, done, size, &end)
    if begin < 0 { throw ObjectError("read", .source, Int32(truncatingIfNeeded: -begin)) }
    fly(begin - done)
    done = begin
    if begin == size {
      try ObjectError.check(ferry_truncate(destination, size), "write", .destination)
    } else {
      try ObjectError.check(ferry_seek(destination, begin), "write", .destination)
    }
    return end
  }

  private func seek(
    _ source: Int32, _ destination: Int32, to offset: Int64
  ) throws(ObjectError) {
    try ObjectError.check(ferry_seek(source, offset), "read", .source)
    try ObjectError.check(ferry_seek(destination, offset), "write", .destination)
  }

  /// Copies so many bytes, fewer only if the source ends before.
  private func copyPart(
    from source: Int32, to destination: Int32, _ count: Int, _ done: inout Int64
  ) throws(ObjectError) {
    var useRange = rangeWorks
    var rest = count
    while rest > 0 {
      let copied =
        useRange
        ? try copyRange(from: source, to: destination, rest, &useRange)
        : try copyBuffer(from: source, to: destination, rest)
      if copied == 0 && !useRange { return }
      rest -= copied
      done += Int64(copied)
      fly(Int64(copied))
    }
  }

  /// Lets the kernel copy; 0 with `useRange` now false asks for the other way.
  private func copyRange(
    from source: Int32, to destination: Int32, _ count: Int, _ useRange: inout Bool
  ) throws(ObjectError) -> Int {
    let copied = ferry_copy_range(source, destination, count)
    if copied > 0 { return copied }
    switch Int32(truncatingIfNeeded: -copied) {
    case 0, EINVAL:
      // Some file systems answer so for single files; copy_file_range(2).
      useRange = false
    case EXDEV, ENOSYS, EOPNOTSUPP:
      useRange = false
      rangeWorks = false
    case let code:
      throw ObjectError("copy to", .destination, code)
    }
    return try copyBuffer(from: source, to: destination, count)
  }

  private func copyBuffer(
    from source: Int32, to destination: Int32, _ count: Int
  ) throws(ObjectError) -> Int {
    let got = try ObjectError.count(
      ferry_read(source, buffer.baseAddress, min(count, buffer.count)), "read", .source)
    try write(got, to: destination)
    return got
  }

  // MARK: - Looking again

  /// Makes sure that a copy has the bytes that were just read into the buffer.
  func compareSmall(_ destination: Int32, _ size: Int64) throws(ObjectError) {
    try ObjectError.check(ferry_seek(destination, 0), "verify", .destination)
    let count = try fill(other, from: destination, Int(size), .destination)
    guard count == Int(size), isSame(count) else { throw .unverified }
  }

  /// Makes sure that a copy has the bytes of its source up to a place, by reading both again.
  ///
  /// - Parameter place: Where to begin; it is moved to the end.
  private func compare(
    _ source: Int32, _ destination: Int32, _ place: inout Int64, upTo end: Int64
  ) throws(ObjectError) {
    while place < end {
      if stop.isSet { throw .stopped }
      let wanted = Int(min(end - place, Int64(Self.bufferBytes)))
      let count = try fill(buffer, from: source, wanted, .source, at: place)
      guard try count == fill(other, from: destination, wanted, .destination, at: place),
        count == wanted, isSame(count)
      else { throw .unverified }
      place += Int64(count)
    }
  }

  private func isSame(_ count: Int) -> Bool {
    guard count > 0, let left = buffer.baseAddress, let right = other.baseAddress else {
      return count == 0
    }
    return memcmp(left, right, count) == 0
  }

  // MARK: - Calls

  /// Reads until so many bytes are there or the file ends.
  ///
  /// - Parameter place: Where to read; nil for where the file is, which goes on then.
  private func fill(
    _ buffer: UnsafeMutableRawBufferPointer, from file: Int32, _ wanted: Int,
    _ side: ObjectError.Side, at place: Int64? = nil
  ) throws(ObjectError) -> Int {
    var count = 0
    while count < wanted {
      let start = buffer.baseAddress?.advanced(by: count)
      let got = try ObjectError.count(
        place.map { ferry_read_at(file, start, wanted - count, $0 + Int64(count)) }
          ?? ferry_read(file, start, wanted - count), "read", side)
      if got == 0 { break }
      count += got
    }
    return count
  }

  private func write(_ count: Int, to destination: Int32) throws(ObjectError) {
    var written = 0
    while written < count {
      written += try ObjectError.count(
        ferry_write(destination, buffer.baseAddress?.advanced(by: written), count - written),
        "write", .destination)
    }
  }
}
