import Testing
import Wire

@Suite struct JournalQueryTests {
  @Test("the journal is asked by unit and fields, each word as it has to be")
  func arguments() {
    let cases: [(change: (inout JournalQuery) -> Void, words: String)] = [
      ({ _ in }, "--unit=ferryd.service -- FERRY_JOB=nightly"),
      ({ $0.run = 3 }, "--unit=ferryd.service -- FERRY_JOB=nightly FERRY_RUN_ID=3"),
      ({ $0.follows = true }, "--unit=ferryd.service --follow -- FERRY_JOB=nightly"),
      (
        { ($0.since, $0.lines) = ("-1h", 20) },
        "--unit=ferryd.service --lines=20 --since=-1h -- FERRY_JOB=nightly"
      ),
      (
        { $0.includesSubJobs = true },
        "--unit=ferryd.service -- FERRY_JOB=nightly + FERRY_ROOT_JOB=nightly"
      ),
      (
        { ($0.includesSubJobs, $0.run, $0.asJSON) = (true, 7, true) },
        "--unit=ferryd.service --output=json -- FERRY_JOB=nightly FERRY_RUN_ID=7 + "
          + "FERRY_ROOT_JOB=nightly FERRY_ROOT_RUN=7"
      ),
      ({ $0.ofUser = true }, "--user-unit=ferryd.service -- FERRY_JOB=nightly"),
    ]
    for (change, words) in cases {
      var query = JournalQuery(job: "nightly")
      change(&query)
      #expect(query.arguments.joined(separator: " ") == words)
    }
    var query = JournalQuery(job: "nightly")
    query.since = "2026-12-01 02:30; rm -rf"
    #expect(query.arguments[1] == "--since=2026-12-01 02:30; rm -rf", "one word, and no shell")
  }

  @Test("-f is short for --follow with 'logs', and with no other verb")
  func follow() throws {
    for words in [
      ["logs", "nightly", "-f"], ["logs", "-f", "nightly"], ["logs", "nightly", "--follow"],
    ] {
      guard case .run(let invocation) = try CommandLineParser.parse(words) else {
        Issue.record("\(words) is not run")
        continue
      }
      #expect(invocation.isSet("follow") && invocation.argument == "nightly")
    }
    #expect(throws: UsageError.self) { try CommandLineParser.parse(["get-job", "nightly", "-f"]) }
    #expect(throws: UsageError.self) { try CommandLineParser.parse(["-f", "logs", "nightly"]) }
  }
}
