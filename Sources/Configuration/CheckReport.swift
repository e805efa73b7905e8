public import Calendar
import Engine
import Migration
public import Platform
public import Wire

/// What there is to tell of a configuration without mistakes.
public struct CheckReport: Sendable {
  /// The folders that were read.
  public let folders: [String]
  /// How many addresses and jobs there are.
  public let counts: (addresses: Int, jobs: Int)
  /// What the authors should know, each with its place.
  public let warnings: [String]
  /// The next starts of each job that is told of.
  public let jobs: [NextView]
  /// What the service has to be allowed for them; nil if nothing is missing.
  public let dropIn: String?

  /// How many starts are told of a job.
  private static let starts = 5

  /// Looks at a configuration.
  ///
  /// - Parameters:
  ///   - reading: What was read.
  ///   - layers: Of these; where they have extra files, only jobs that those concern are told.
  ///   - zones: The machine's zones.
  ///   - now: Starts after this are told.
  public init(
    _ reading: ConfigReading, of layers: ConfigLayers, zones: ZoneFiles, now: Instant
  ) {
    folders = layers.folders
    counts = (reading.wish.addresses.count, reading.wish.jobs.count)
    warnings = reading.warnings.map { "\($0.place): warning: \($0.message)" }
    let addresses = Dictionary(
      reading.wish.addresses.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let told = reading.wish.jobs.filter { Self.isConcerned($0.definition, by: layers.extras) }
    var sandbox = SandboxDropIn()
    for job in told.map(\.definition) {
      for (side, isWritten) in [(job.source, false), (job.destination, true)] {
        if let address = addresses[side] {
          sandbox.add(address, of: job.name, isWritten: isWritten)
        }
      }
    }
    dropIn = sandbox.text
    jobs = told.map { Self.next(of: $0, zones, now) }
  }

  /// The report as lines for people.
  ///
  /// - Parameters:
  ///   - colours: Whether titles are bold.
  ///   - showsDropIn: Whether the service is of interest.
  public func lines(colours: Bool, showsDropIn: Bool) -> [String] {
    var lines = warnings.map { TerminalText.safe($0) }
    lines.append(
      TerminalText.safe(
        "\(folders.joined(separator: ", ")): no mistakes (addresses: \(counts.addresses), "
          + "jobs: \(counts.jobs))"))
    for job in jobs {
      lines.append("")
      if job.next.isEmpty {
        lines.append("job \(job.jobName) is not started by a schedule: \(job.why)")
      } else {
        lines.append("job \(job.jobName)\(job.why.isEmpty ? "" : ": \(job.why)")")
        lines += job.lines(colours: colours).map { "  " + $0 }
      }
    }
    if showsDropIn, let dropIn {
      lines += [
        "", "ferryd.service does not open all of these folders; 'systemctl edit ferryd':", "",
      ]
      lines += dropIn.split(separator: "\n").map { "  " + TerminalText.safe(String($0)) }
    }
    return lines
  }

  /// The same as data.
  public var json: JSONValue {
    [
      "Folders": .array(folders.map { .string($0) }),
      "Addresses": .integer(Int64(counts.addresses)),
      "JobCount": .integer(Int64(counts.jobs)),
      "Warnings": .array(warnings.map { .string($0) }),
      "Jobs": .array(jobs.map(\.json)),
      "DropIn": .string(dropIn ?? ""),
    ]
  }

  /// Whether extra files are this job's own, its addresses', or everybody's.
  private static func isConcerned(_ job: JobDefinition, by extras: [String]) -> Bool {
    let names = extras.map { ConfigFinder.name(of: $0) }
    let own = ["ferryd.conf", "\(job.name).job", "\(job.source).address"]
    return names.isEmpty || (own + ["\(job.destination).address"]).contains { names.contains($0) }
  }

  private static func next(of new: NewJob, _ zones: ZoneFiles, _ now: Instant) -> NextView {
    let schedule = new.definition.schedule
    var view = NextView(jobName: new.definition.name.text, timeZone: schedule.timeZone)
    guard schedule.start != nil else {
      view.why = "it has no start rule"
      return view
    }
    guard new.definition.enabled else {
      view.why = "Enabled=no"
      return view
    }
    var job = Job(
      id: JobID(rawValue: 0), version: new.version, definition: new.definition,
      origin: new.origin, stateSince: now, watermark: now, created: now, modified: now)
    // The constant by which a job's starts are moved is drawn when it is made.
    job.definition.schedule.jitter = 0
    guard let zone = try? zones.rules(named: schedule.timeZone),
      let preview = RulesPreview(of: job, zone: zone)
    else { return view }
    let instants = preview.instants(after: now, count: starts, limit: schedule.maxCount ?? .max)
    // Before its first start a new job has nothing to pause.
    view.next = Array(instants.drop { $0.rule != "start" })
    if view.next.isEmpty {
      view.why = "its start rule never fires again"
    } else if schedule.jitter > 0 {
      let jitter = DurationText.text(microseconds: schedule.jitter)
      view.why = "each start up to \(jitter) later, by a constant of the job"
    }
    return view
  }
}
