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
  private let limiter: Limiter
  private let progress: RunProgress
  private let stop: StopFlag
  private let comparison: CopyComparison?
  private var rangeWorks = true
  /// Bytes of the present file that the progress knows of.
  private var flown: Int64 = 0
  /// How far the present file has been compared.
  private var compared: Int64 = 0
  /// If copies are compared, so much is asked of the throttle at a time: it takes longer then.
  private static let comparedBytes: Int64 = 1 << 20

  init(_ run: RunContext) {
    limiter = run.limiter
    progress = run.progress
    stop = run.stop
    comparison = CopyComparison(run.order.rule.verify, root: run.roots.destination)
  }

  deinit {
    buffer.deallocate()
  }

  /// Copies a file that the buffer holds; the throttle has let it pass.
  ///
  /// - Returns: How many bytes there were.
  func copySmall(
    from source: Int32, to destination: Int32, _ size: Int64
  ) throws(ObjectError) -> Int64 {
    let count = try buffer.fill(Int(size), from: source, .source)
    try write(count, to: destination)
    return Int64(count)
  }

  /// Copies a file in parts, each as the throttle lets it pass; holes stay holes.
  ///
  /// If the job compares, each part is read again as soon as it is there.
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
    compared = 0
    while done < facts.size {
      if done == dataEnd {
        dataEnd = try skipHole(source, destination, &done, facts.size)
        continue
      }
      let most = comparison == nil ? .max : Self.comparedBytes
      let chunk = limiter.takePart(of: min(dataEnd - done, most))
      guard chunk > 0 else { throw .stopped }
      let before = done
      try copyPart(from: source, to: destination, Int(chunk), &done)
      if done - before < chunk { return done }
      // Writing begins early, so that the sync at the batch's end is short. It is a hint only.
      if facts.size >= 2 * Int64(Limiter.largestChunk) {
        _ = ferry_write_behind(destination, before, done - before)
      }
    }
    try compare(source, destination, upTo: done)
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
      let part = min(rest, comparison?.partBytes ?? rest)
      let copied =
        useRange
        ? try copyRange(from: source, to: destination, part, &useRange)
        : try copyBuffer(from: source, to: destination, part)
      if copied == 0 && !useRange { return }
      // The buffer has it already if the kernel has not copied, unless a hole lies before it, or what
      // was there from the start.
      if !useRange, compared == done { try compareBuffer(copied, with: destination) }
      rest -= copied
      done += Int64(copied)
      fly(Int64(copied))
      try compare(source, destination, upTo: done)
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

  private func write(_ count: Int, to destination: Int32) throws(ObjectError) {
    var written = 0
    while written < count {
      written += try ObjectError.count(
        ferry_write(destination, buffer.baseAddress?.advanced(by: written), count - written),
        "write", .destination)
    }
  }

  // MARK: - Looking again

  /// Makes sure that a copy has the bytes that were just read into the buffer, if the job wants it.
  func compareSmall(_ destination: Int32, _ size: Int64) throws(ObjectError) {
    compared = 0
    try compareBuffer(Int(size), with: destination)
  }

  /// Makes sure that a copy goes on with so many bytes of the buffer.
  private func compareBuffer(_ count: Int, with destination: Int32) throws(ObjectError) {
    try comparison?.compare(
      UnsafeRawBufferPointer(rebasing: buffer[..<count]), with: destination, at: compared)
    compared += Int64(count)
  }

  /// Makes sure that a copy has the bytes of its source up to a place, by reading both.
  private func compare(
    _ source: Int32, _ destination: Int32, upTo end: Int64
  ) throws(ObjectError) {
    guard comparison != nil else { return }
    while compared < end {
      if stop.isSet { throw .stopped }
      let wanted = Int(min(end - compared, Int64(Self.bufferBytes)))
      guard try buffer.fill(wanted, from: source, .source, at: compared) == wanted else {
        throw .unverified
      }
      try compareBuffer(wanted, with: destination)
    }
  }

}
