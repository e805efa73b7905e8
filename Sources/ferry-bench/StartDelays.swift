import CBenchFloor
import Calendar
import Migration
import Store

/// How long after their slot a second's runs came to each step.
struct StartDelays {
  private var steps: [(name: String, delays: [Double])] = []

  /// Reads what the daemon has recorded, and the times of what it has copied.
  ///
  /// - Parameters:
  ///   - second: Whose runs have ended.
  ///   - files: How many each has copied.
  init(of second: DueSecond, files: Int) throws {
    let store = try JobDatabase(reading: second.folders.database)
    var (opened, prepared, moving) = ([Double](), [Double](), [Double]())
    var (begun, copied, ended) = ([Double](), [Double](), [Double]())
    func delay(_ instant: Instant) -> Double {
      Double(instant.microseconds(since: second.slot)) / 1_000
    }
    for (number, job) in second.jobs.enumerated() {
      guard let run = try store.run(.first, of: job), let end = run.ended, run.slot == second.slot,
        run.counts.copied == Int64(2 * files), run.counts.failed == 0
      else { throw BenchError.failed("job \(second.name)-\(number) did not move its tree") }
      opened.append(delay(run.opened))
      ended.append(delay(end))
      for commit in try store.commits(of: job, run: .first, before: nil, limit: 10) {
        switch commit.status {
        case .preparing: prepared.append(delay(commit.started))
        case .doing: moving.append(delay(commit.started))
        default: break
        }
      }
      let tree = "\(second.folders.trees)/\(second.name)-\(number)"
      let times = try Self.firstCopy(tree, files: files)
      begun.append(delay(times.begun))
      copied.append(delay(times.ended))
    }
    steps = [
      ("slot claimed (opened)", opened), ("place given (preparing)", prepared),
      ("prepared (doing)", moving), ("first copy begun", begun), ("first copy ended", copied),
      ("run ended", ended),
    ]
  }

  /// A line per step.
  var rows: [String] {
    steps.map { name, delays in
      let sorted = delays.sorted()
      guard let last = sorted.last else { return "  \(name)" }
      func part(_ share: Double) -> Double {
        sorted[min(sorted.count - 1, Int((share * Double(sorted.count)).rounded(.up)) - 1)]
      }
      return "  " + Figure.left(name, 24)
        + [part(0.5), part(0.99), last].map { Figure.right(Figure.text($0, 1), 9) }.joined()
    }
  }

  /// When the first file of a copied tree was made, under its temporary name, and when the first
  /// one was changed last, by its renaming.
  private static func firstCopy(
    _ tree: String, files: Int
  ) throws(BenchError) -> (begun: Instant, ended: Instant) {
    var (begun, ended) = (Int64.max, Int64.max)
    for number in 0..<files {
      let path = "\(tree)/folder-\(number)/file-\(number).dat"
      var (born, changed) = (Int64(0), Int64(0))
      let result = ferry_birth(path, &born, &changed)
      guard result == 0 else { throw .failed("cannot read the times of \(path): errno \(-result)") }
      begun = min(begun, born)
      ended = min(ended, changed)
    }
    return (Instant(microseconds: begun), Instant(microseconds: ended))
  }
}
