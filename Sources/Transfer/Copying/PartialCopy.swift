import CLinux
import Glibc
import Migration
import Store

/// What is left of a large file's copy when a run stops in its middle, so that it goes on from there.
///
/// A part that can be trusted is marked once all its bytes are on the disk, by a time of modification
/// that tells the source's: a day before it. What a crash leaves has no such mark and is made anew. Nor
/// has a file that was complete but for its name: that gets the source's own time before it is durable.
struct PartialCopy {
  /// Files of fewer bytes are copied anew; the others have batches of their own.
  static let leastSize = PackedBatch.maximumBytes
  /// The part is cut to whole blocks.
  private static let block: Int64 = 1 << 20
  /// From a mark to the source's time, in nanoseconds: nothing that is written is as old as that.
  private static let markLag: Int64 = 86_400_000_000_000
  /// A source that was changed so short a time ago, in microseconds, may change again and look the
  /// same: some file systems keep two seconds.
  private static let unsettled: Int64 = 3_000_000

  /// A part that is open.
  struct Part {
    let number: Int32
    /// What of it counts, in bytes.
    let size: Int64
  }

  private let size: Int64
  /// The source's time of modification, in nanoseconds.
  private let modified: Int64
  private let timeStep: TimeStep

  private var mark: Int64 { modified.subtractingReportingOverflow(Self.markLag).partialValue }

  /// Nil for a file that is too small for it, or was when it was listed: then its batch is not its
  /// own, and what it leaves would not be found again.
  ///
  /// - Parameters:
  ///   - facts: The source's, before it is read.
  ///   - listed: Its size in the list.
  init?(of facts: FileFacts, listed: Int64, _ timeStep: TimeStep) {
    guard facts.size >= Self.leastSize, listed >= Self.leastSize else { return nil }
    size = facts.size
    modified = facts.modified_ns
    self.timeStep = timeStep
  }

  /// The same for an object of a bucket, by what its list said.
  init?(of object: ObjectFacts, _ timeStep: TimeStep) {
    guard object.size >= Self.leastSize else { return nil }
    size = object.size
    modified = object.modified
    self.timeStep = timeStep
  }

  /// Opens what is left under a temporary name; nil if there is none that can be trusted.
  func open(_ temporary: UnsafePointer<CChar>, in folder: Int32) -> Part? {
    let number = ferry_openat(folder, temporary, O_RDWR | O_NOFOLLOW | O_CLOEXEC, 0)
    guard number >= 0 else { return nil }
    var part = FileFacts()
    guard ferry_stat(number, &part) == 0, part.kind == .file, part.size <= size,
      timeStep.kept(part.modified_ns) == timeStep.kept(mark)
    else {
      close(number)
      return nil
    }
    return Part(number: number, size: part.size / Self.block * Self.block)
  }

  /// Marks a part that can be trusted; one that cannot be made so stays unmarked.
  ///
  /// - Parameter source: Open; if it has changed the part is worth nothing.
  func keep(_ part: Int32, of source: Int32) {
    var now = FileFacts()
    guard ferry_stat(source, &now) == 0, now.size == size, now.modified_ns == modified else {
      return
    }
    keep(part)
  }

  /// Marks a part of a source that is known to be as it was.
  func keep(_ part: Int32) {
    guard ferry_realtime_us() - modified / 1_000 >= Self.unsettled,
      ferry_sync_file_and_facts(part) == 0, ferry_set_modified(part, mark) == 0
    else { return }
    _ = ferry_sync_file_and_facts(part)
  }
}
