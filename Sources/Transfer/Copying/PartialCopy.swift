import CLinux
import Glibc
import Migration
import Store

/// What is left of a large file's copy when a run stops in its middle, so that it goes on from there.
///
/// A part that can be trusted is marked by the source's time of modification, which it gets once all
/// its bytes are on the disk. What a crash leaves has no such mark and is made anew.
struct PartialCopy {
  /// Files of fewer bytes are copied anew; the others have batches of their own.
  static let leastSize = PackedBatch.maximumBytes
  /// The part is cut to whole blocks.
  private static let block: Int64 = 1 << 20
  private static let coarsest: Int64 = 1_000

  /// A part that is open.
  struct Part {
    let number: Int32
    /// What of it counts, in bytes.
    let size: Int64
  }

  private let facts: FileFacts
  private let timeStep: TimeStep

  /// Nil for a file that is too small for it, and where times are kept too coarsely for a mark: what
  /// a crash leaves could have the source's by chance.
  ///
  /// - Parameter facts: The source's, before it is read.
  init?(of facts: FileFacts, _ timeStep: TimeStep) {
    guard facts.size >= Self.leastSize, timeStep.nanoseconds <= Self.coarsest else { return nil }
    self.facts = facts
    self.timeStep = timeStep
  }

  /// Opens what is left under a temporary name; nil if there is none that can be trusted.
  func open(_ temporary: UnsafePointer<CChar>, in folder: Int32) -> Part? {
    let number = ferry_openat(folder, temporary, O_RDWR | O_NOFOLLOW | O_CLOEXEC, 0)
    guard number >= 0 else { return nil }
    var part = FileFacts()
    guard ferry_stat(number, &part) == 0, part.kind == .file, part.size <= facts.size,
      timeStep.kept(part.modified_ns) == timeStep.kept(facts.modified_ns)
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
    guard ferry_stat(source, &now) == 0, now.size == facts.size,
      now.modified_ns == facts.modified_ns, ferry_sync_file_and_facts(part) == 0,
      ferry_set_modified(part, facts.modified_ns) == 0
    else { return }
    _ = ferry_sync_file_and_facts(part)
  }
}
