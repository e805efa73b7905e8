import Glibc

/// croniter, the cron library of Python that is used most, measured by a small program of its own.
enum CroniterPeer {
  static let hint = "croniter is not installed: 'scripts/deps-test' installs it"

  /// Parse, next in UTC and next in New York, in ns, for each expression; nil without Python.
  static func measure(
    _ python: String, _ expressions: [String], starts: [Int], steps: Int
  ) throws(BenchError) -> [Double]? {
    if python.isEmpty { return nil }
    let path = "/tmp/ferry-bench-cron-\(getpid())"
    defer { unlink(path) }
    let lists =
      "expressions = [\(expressions.map { "'\($0)'" }.joined(separator: ","))]\n"
      + "starts = [\(starts.map { String($0) }.joined(separator: ","))]\nsteps = \(steps)\n"
    guard try Child.run([python, "-c", lists + program, path]) != nil,
      let file = fopen(path, "r")
    else { return nil }
    defer { fclose(file) }
    var figures: [Double] = []
    var figure = 0.0
    while withUnsafeMutablePointer(
      to: &figure,
      { pointer in
        withVaList([pointer]) { vfscanf(file, "%lf", $0) }
      }) == 1
    { figures.append(figure) }
    return figures.count == expressions.count * 3 ? figures : nil
  }

  private static let program = """
    import statistics, sys, time
    from datetime import datetime, timezone
    from zoneinfo import ZoneInfo
    from croniter import croniter
    def median(work, operations):
        figures = []
        for _ in range(9):
            begin = time.perf_counter()
            work()
            figures.append((time.perf_counter() - begin) * 1e9 / operations)
        return statistics.median(figures)
    def parse(text):
        for _ in range(50):
            croniter(text, 0, second_at_beginning=True)
    def walk(text, zone):
        for start in starts:
            begin = datetime.fromtimestamp(start, zone)
            schedule = croniter(text, begin, second_at_beginning=True)
            for _ in range(steps):
                schedule.get_next(float)
    with open(sys.argv[1], 'w') as out:
        for text in expressions:
            print(median(lambda: parse(text), 50), file=out)
            for zone in (timezone.utc, ZoneInfo('America/New_York')):
                print(median(lambda: walk(text, zone), len(starts) * steps), file=out)
    """
}
