import CBenchFloor
import Calendar
import Glibc
import Platform

/// Reads expressions and searches schedules beside a floor in C and a peer in Python.
struct CronBench {
  private static let expressions = [
    "0 0 2 * * *", "*/5 * * * * *", "0 0 0 29 2 *", "0 15 10 L * *", "0 0 12 1/5 * *",
    "0 30 9 * * MON-FRI",
  ]
  private static let rounds = 9
  private static let parses = 20_000
  /// Each walk goes so many steps from each of `starts`.
  private static let steps = 16

  private let options: CronOptions
  private let newYork: ZoneRules
  /// Seconds of the epoch, spread over ten years by a fixed stride.
  private let starts = (0..<500).map { 1_704_067_200 + $0 * 631_139 }

  /// A benchmark over the zone files of this machine.
  init(_ options: CronOptions) throws(BenchError) {
    self.options = options
    do {
      newYork = try ZoneFiles.standard().rules(named: "America/New_York")
    } catch {
      throw .failed("\(error)")
    }
  }

  /// Measures and prints.
  func run() throws(BenchError) {
    print("ns per operation, median of \(Self.rounds); walks of \(Self.steps) steps from")
    print("\(starts.count) instants of 2024 to 2033; a CronExpression takes")
    print("\(MemoryLayout<CronExpression>.size) bytes\n")
    let peer = try CroniterPeer.measure(
      options.python, Self.expressions, starts: Array(starts.prefix(20)), steps: Self.steps)
    print("expression            what           ferry  C floor  ratio  croniter  ratio")
    for (index, text) in Self.expressions.enumerated() {
      let expression: CronExpression
      do {
        expression = try CronExpression(text)
      } catch {
        throw .failed("\(error)")
      }
      let rows = [
        ("parse", parse(text), parseFloor(text)),
        ("next UTC", next(expression, .utc), try nextFloor(text, ferry_floor_utc)),
        ("next New York", next(expression, newYork), try nextFloor(text, ferry_floor_new_york)),
      ]
      for (column, row) in rows.enumerated() {
        line(text, row.0, ferry: row.1, floor: row.2, peer: peer?[index * 3 + column])
      }
    }
    if peer == nil { print("\n\(CroniterPeer.hint)") }
  }

  // MARK: What is measured

  private func parse(_ text: String) -> Double {
    Self.median {
      var sum = 0
      for _ in 0..<Self.parses {
        do { sum &+= try CronExpression(text).hashableMark } catch { sum &-= 1 }
      }
      return (sum, Self.parses)
    }
  }

  private func parseFloor(_ text: String) -> Double {
    Self.median { (Int(ferry_floor_parse_loop(text, Int32(Self.parses))), Self.parses) }
  }

  private func next(_ expression: CronExpression, _ zone: ZoneRules) -> Double {
    Self.median {
      var sum: Int64 = 0
      for start in starts {
        var instant = Instant(seconds: Int64(start))
        for _ in 0..<Self.steps {
          guard let following = expression.next(after: instant, in: zone) else { break }
          instant = following
        }
        sum &+= instant.seconds
      }
      return (Int(sum), starts.count * Self.steps)
    }
  }

  private func nextFloor(
    _ text: String, _ fill: (UnsafeMutablePointer<ferry_floor_zone>) -> Void
  ) throws(BenchError) -> Double {
    var cron = ferry_floor_cron()
    guard ferry_floor_parse(&cron, text) == 1 else {
      throw .failed("the floor cannot read \(text)")
    }
    var zone = ferry_floor_zone()
    fill(&zone)
    let starts = self.starts.map { Int64($0) }
    return Self.median {
      let sum = ferry_floor_next_loop(
        &cron, &zone, starts, Int32(starts.count), Int32(Self.steps))
      return (Int(sum), starts.count * Self.steps)
    }
  }

  /// The median of the rounds in ns per operation; the work gives back something to keep and how
  /// many operations it was.
  private static func median(_ work: () -> (kept: Int, operations: Int)) -> Double {
    var figures: [Double] = []
    _ = work()
    for _ in 0..<rounds {
      let begin = Self.processorTime()
      let (kept, operations) = work()
      let seconds = Self.processorTime() - begin
      // What nobody reads the compiler need not compute.
      if kept == .min { print("") }
      figures.append(seconds * 1e9 / Double(operations))
    }
    return figures.sorted()[rounds / 2]
  }

  /// Seconds that this thread has had a processor: on a busy machine longer rounds would seem slower.
  private static func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  // MARK: Text

  private func line(_ text: String, _ what: String, ferry: Double, floor: Double, peer: Double?) {
    var line = pad(text, 22) + pad(what, 13)
    line += right(figure(ferry), 7) + right(figure(floor), 9) + right(figure(ferry / floor), 7)
    if let peer { line += right(figure(peer), 10) + right(figure(peer / ferry), 7) }
    print(line)
  }

  private func figure(_ value: Double) -> String {
    guard value < 100 else { return "\(Int(value.rounded()))" }
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }

  private func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  private func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(1, width - text.count)) + text
  }
}

extension CronExpression {
  /// Something that depends on what was read.
  fileprivate var hashableMark: Int { zoneName == nil ? 1 : 2 }
}
