import Calendar
import Migration
import Testing
import Wire

@Suite struct HealthTests {
  private let now = Instant(seconds: 1_795_275_720)

  private func hoursAgo(_ hours: Int64) -> Instant {
    now.advanced(byMicroseconds: -hours * 3_600_000_000)
  }

  @Test("a daemon that is well is OK with figures")
  func well() {
    var health = HealthView(version: "1", jobs: 12, running: 1)
    health.nextStart = UpcomingView(jobName: "nightly", utc: hoursAgo(-3))
    let line = MonitoringLine(health, now: now)
    #expect(line.level == .ok)
    #expect(
      line.text
        == "FERRY OK - 12 jobs, 1 running, next nightly in 3 h | jobs=12;;;0 running=1;;;0 "
        + "waiting=0;;;0 failing=0;0;;0 attention=0;;0;0 overdue=0;;0;0 stale=0;;0;0")
  }

  @Test("what fails still is a warning, what is not done is critical and comes first")
  func levels() {
    var health = HealthView(version: "1", jobs: 9, waiting: 2)
    health.failing = [FailingView(jobName: "photos", runtimeId: "3", stillFailing: 1_200)]
    let warning = MonitoringLine(health, now: now)
    #expect(warning.level == .warning)
    #expect(
      warning.text.hasPrefix(
        "FERRY WARNING - photos: 1,200 objects still fail, 9 jobs, 0 running, 2 waiting, none "
          + "scheduled | "))
    let worse: [(HealthView, String)] = [
      (with(health) { $0.troubles = ["the state cannot be written"] }, "the state cannot be"),
      (
        with(health) { $0.attention = [AttentionView(jobName: "j", message: "a|b\nc.")] },
        "j: a/b c, photos"
      ),
      (
        with(health) { $0.overdue = [UpcomingView(jobName: "j", utc: hoursAgo(1))] },
        "j is overdue since 60 min"
      ),
      (
        with(health) { $0.stale = [UpcomingView(jobName: "j", utc: hoursAgo(50))] },
        "j last succeeded 2 days ago"
      ),
      (with(health) { $0.stale = [UpcomingView(jobName: "j")] }, "j has never succeeded"),
    ]
    for (health, words) in worse {
      let line = MonitoringLine(health, now: now)
      #expect(line.level == .critical)
      #expect(line.text.hasPrefix("FERRY CRITICAL - \(words)"), "\(line.text)")
      #expect(!line.text.contains("\n") && line.text.count { $0 == "|" } == 1)
    }
  }

  @Test("of many jobs the first are named and the others counted; the line stays a line")
  func many() {
    var health = HealthView(version: "1")
    health.attention = (0..<60).map {
      AttentionView(jobName: "job-\($0)", message: String(repeating: "x", count: 400))
    }
    let line = MonitoringLine(health, now: now)
    #expect(line.text.contains("... | jobs=0"))
    #expect(line.text.count < 900)
    health.attention = (0..<60).map { AttentionView(jobName: "job-\($0)", message: "x") }
    #expect(MonitoringLine(health, now: now).text.contains("job-2: x, and 57 more, "))
  }

  @Test("the views are read back as they were told")
  func roundTrip() throws {
    var health = HealthView(version: "1", jobs: 1, running: 2, waiting: 3, troubles: ["t"])
    #expect(try HealthView(json: health.json) == health)
    health.attention = [AttentionView(jobName: "a", message: "m")]
    health.failing = [FailingView(jobName: "f", runtimeId: "2", stillFailing: 5)]
    health.overdue = [UpcomingView(jobName: "o", utc: now)]
    health.stale = [UpcomingView(jobName: "s")]
    health.nextStart = UpcomingView(jobName: "n", utc: now)
    #expect(try HealthView(json: health.json) == health)
    let file = FileView(name: "a.job", text: "[Job]\n")
    #expect(try FileView(json: file.json) == file)
    let view = DoctorView(
      version: "1", findings: FindingView.Level.allCases.map { FindingView($0, "c", "w") })
    #expect(try DoctorView(json: view.json) == view)
  }

  @Test("an examination is told the worst first, each with its remedy")
  func lines() {
    let view = DoctorView(
      version: "1",
      findings: [
        FindingView(.ok, "clock", "well"),
        FindingView(.warning, "files", "odd\u{1B}[2J", at: "/x", remedy: "chmod 700 /x"),
        FindingView(.problem, "jobs", "bad at /y", at: "/y", remedy: "first\nsecond"),
      ])
    #expect(
      view.lines(colours: false) == [
        "problem  jobs: bad at /y", "         first", "         second",
        #"warning  files: odd\u{1b}[2J (/x)"#, "         chmod 700 /x", "ok       clock: well",
        "1 problem, 1 warning, 1 as they should be",
      ])
    #expect(view.hasProblems)
    #expect(view.lines(colours: true)[0] == "\u{1B}[31mproblem\u{1B}[0m  jobs: bad at /y")
    #expect(!DoctorView(version: "1").hasProblems)
  }

  private func with(_ health: HealthView, _ change: (inout HealthView) -> Void) -> HealthView {
    var health = health
    change(&health)
    return health
  }
}
