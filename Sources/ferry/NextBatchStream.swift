import Glibc
import Platform
import Wire

/// Lines in, lines out: what `ferry next --batch` does with its two streams.
///
/// Answers are written when all questions that have come are answered, so that a caller who waits
/// for each answer gets it, and one who sends thousands pays for few writes.
struct NextBatchStream {
  /// Longer lines are refused unread.
  private static let longestLine = 1 << 16

  /// So many bytes of answers are written though more questions have come: few of these can ask
  /// for very many instants.
  private static let mostHeld = 1 << 20

  private var batch: NextBatch
  private var line: [UInt8] = []
  private var isTooLong = false
  private var answers: [UInt8] = []

  init() {
    let files = ZoneFiles.standard()
    batch = NextBatch { name in
      do {
        return .success(try files.rules(named: name))
      } catch {
        return .failure(UsageError("\(error)"))
      }
    }
  }

  /// Answers until standard input ends or nobody reads the answers.
  mutating func run() throws(Failure) -> Answer {
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = chunk.withUnsafeMutableBytes { read(STDIN_FILENO, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        throw Failure.local(
          code: "InvalidInput", message: "\(SystemError(errno, "read", "standard input"))")
      }
      if count == 0 { break }
      guard take(chunk[..<count]), flush() else {
        return Answer(lines: [], isTold: true, exit: .refused)
      }
    }
    if !line.isEmpty || isTooLong { finishLine() }
    return Answer(lines: [], isTold: true, exit: flush() ? .done : .refused)
  }

  /// Answers what is whole; false if the answers cannot be written.
  private mutating func take(_ bytes: ArraySlice<UInt8>) -> Bool {
    var rest = bytes
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      keep(rest[..<end])
      finishLine()
      guard answers.count < Self.mostHeld || flush() else { return false }
      rest = rest[(end + 1)...]
    }
    keep(rest)
    return true
  }

  private mutating func keep(_ bytes: ArraySlice<UInt8>) {
    if isTooLong || line.count + bytes.count > Self.longestLine {
      isTooLong = true
      line.removeAll()
    } else {
      line += bytes
    }
  }

  private mutating func finishLine() {
    let answer =
      isTooLong
      ? NextBatch.refusal("the line is longer than \(Self.longestLine) bytes")
      : batch.answer(to: line)
    answers += Array(answer.utf8)
    answers.append(UInt8(ascii: "\n"))
    isTooLong = false
    line.removeAll(keepingCapacity: true)
  }

  /// Writes what has been answered; false if it cannot be written.
  private mutating func flush() -> Bool {
    defer { answers.removeAll(keepingCapacity: true) }
    return Console.write(answers, to: STDOUT_FILENO)
  }
}
