import CLinux
import Codecs
import Migration
import Store

/// A large object whose parts several threads move at once.
///
/// The thread that has begun it takes parts like all others, waits for them, and ends it.
final class PartJob: Sendable {
  /// Where the bytes of all parts come from, or go to.
  enum Way: Sendable {
    /// An open file that is sent, and what it was before its first byte was read.
    case file(Int32, FileFacts)
    /// An object that is carried to another bucket.
    case object(BucketObject)
    /// An object that the service copies by itself.
    case inside(BucketObject)
    /// An object that is written into an open file.
    case copy(BucketObject, into: Int32)
  }

  /// A part of an object.
  struct Part: Sendable {
    /// From 1 on.
    let number: Int
    let range: Range<Int64>

    var length: Int64 { range.upperBound - range.lowerBound }
  }

  private struct State {
    /// The parts that nobody has moved or moves, the first one last.
    var open: [Int]
    /// Parts in the hands of threads.
    var active = 0
    /// What is written down of the parts that are there.
    var tags: [Int: String]
    /// Why the object cannot be completed now: the first reason.
    var failure: ObjectError?
  }

  /// Fewer bytes are not worth a file with holes, or an upload in parts.
  static let least: Int64 = 128 << 20

  let task: Flight.Task
  /// The size of the object as it is now, in bytes; one at least.
  let size: Int64
  let way: Way
  /// When it was begun, in monotonic nanoseconds.
  let began = ferry_monotonic_ns()
  /// What the ledger knew of it when this thread began.
  let begin: Upload
  private let state: Monitor<State>

  /// The parts of an object that are missing.
  ///
  /// - Parameter upload: What the ledger knows of it.
  init(_ task: Flight.Task, size: Int64, _ upload: Upload, _ way: Way) {
    self.task = task
    self.size = size
    self.way = way
    begin = upload
    let count = Int((size - 1) / upload.partBytes + 1)
    let open = (1...count).reversed().filter { upload.parts[$0] == nil }
    state = Monitor(State(open: open, tags: upload.parts))
  }

  /// How many parts there are in all.
  var count: Int { Int((size - 1) / begin.partBytes + 1) }

  /// It with the parts that are there by now.
  var upload: Upload {
    var upload = begin
    upload.parts = state.look(\.tags)
    return upload
  }

  /// Bytes of the parts that are there.
  var moved: Int64 {
    state.look(\.tags).keys.reduce(0) { $0 + part($1).length }
  }

  /// The sum of the whole object, when all parts are there and each has one; nil otherwise.
  var sum: CRC64? {
    let tags = state.look(\.tags)
    var sum = CRC64()
    for number in 1...count {
      guard let next = tags[number].flatMap({ PartNote($0).sum }) else { return nil }
      sum = sum.followed(by: next, length: part(number).length)
    }
    return sum
  }

  /// Why the object cannot be completed now; nil if nothing is in the way.
  var failure: ObjectError? { state.look(\.failure) }

  /// A part by its number.
  func part(_ number: Int) -> Part {
    let start = Int64(number - 1) * begin.partBytes
    return Part(number: number, range: start..<min(size, start + begin.partBytes))
  }

  /// How many parts are moved at once below a throttle: as many as it lets pass within seconds.
  ///
  /// With more of them none would be over soon, and what is not over is lost when the run pauses.
  ///
  /// - Parameter rate: Bytes that may pass in a second; nil for no limit.
  func most(atRate rate: Int64?) -> Int {
    guard let rate else { return .max }
    return max(1, Int(clamping: rate.multipliedClamped(by: 4) / begin.partBytes))
  }

  /// The next part to be moved; nil if there is none, or a part has failed.
  ///
  /// - Parameter most: How many may be in the hands of threads with it.
  func take(most: Int = .max) -> Part? {
    state.wait { state, _ in
      guard state.failure == nil, state.active < most, let number = state.open.popLast() else {
        return .some(nil)
      }
      state.active += 1
      return part(number)
    }
  }

  /// A part is there, and recorded.
  func moved(_ part: Part, tag: String) {
    state.change { state in
      state.active -= 1
      state.tags[part.number] = tag
    }
  }

  /// A part cannot be moved: no more are begun.
  func failed(_ error: ObjectError) {
    state.change { state in
      state.active -= 1
      state.failure = state.failure ?? error
    }
  }

  /// Waits until no part is in the hands of a thread.
  func join() {
    state.wait { state, _ in state.active == 0 ? () : nil }
  }
}
