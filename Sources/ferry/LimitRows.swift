import Migration
import Wire

/// Rows about a job's limits for `get-job`.
extension Session {
  func limitRows(of job: JobView) -> [(String, TextTable.Cell)] {
    var rows = [
      ("Bandwidth", TextTable.Cell(SizeText.bandwidth(job.throttle.bitsPerSecond))),
      ("Objects", .init(Self.rate(job.throttle.objectsPerSecond))),
    ]
    for window in job.windows.texts { rows.append(("Window", .init(window))) }
    guard let limits = job.limits else { return rows }
    let why = job.throttleIsByHand ? " (set by hand, over the windows)" : ""
    let now = "\(SizeText.bandwidth(limits.bitsPerSecond)), \(Self.rate(limits.objectsPerSecond))"
    rows.append(("LimitsNow", .init(now + why)))
    return rows
  }

  private static func rate(_ objects: Int64) -> String {
    objects == 0 ? "no limit" : "\(SizeText.count(objects)) per second"
  }
}
