import Migration
import Testing
import Wire

@Suite struct RetryRequestTests {
  private static let job =
    #""Name":"job","SrcAddress":"a-1","DestAddress":"b-1","OverwriteMode":"never""#

  @Test("ferryd.conf says how jobs are retried and kept that do not say it themselves")
  func defaults() throws {
    let daemon = try DaemonConfig([
      file("[Retry]\nAuto=no\nMaxDepth=100\nBackoff=30\n[History]\nKeepRuns=7\nKeepDays=1\n")
    ])
    #expect(
      daemon.jobs.retry
        == RetryPolicy(
          isAutomatic: false, maxDepth: 100, firstWait: 30_000_000, longestWait: 30_000_000))
    #expect(daemon.jobs.history == HistoryPolicy(keepRuns: 7, keepDays: 1))
    #expect(try DaemonConfig([]).jobs == JobDefaults())
    let text = "[Job]\nSource=aaa\nDestination=bbb\nOverwriteMode=never\n"
    let plain = try JobConfig(name: "job-1", [file(text)], defaults: daemon.jobs)
    #expect(plain.retry == daemon.jobs.retry && plain.history == daemon.jobs.history)
    let own = try JobConfig(
      name: "job-1",
      [file(text + "[Retry]\nAuto=yes\nBackoff=0..1w\n[History]\nKeepDays=36500\n")],
      defaults: daemon.jobs)
    #expect(
      own.retry
        == RetryPolicy(maxDepth: 100, firstWait: 0, longestWait: 604_800_000_000))
    #expect(own.history == HistoryPolicy(keepRuns: 7, keepDays: 36_500))
  }

  @Test("a job's request and its changes say what is to become of failures and history")
  func knobs() throws {
    var request = JobRequest(name: "job", source: "a-1", destination: "b-1", overwrite: .never)
    request.retry.isAutomatic = false
    request.retry.maxDepth = 2
    request.retry.backoff = .seconds(60)...(.seconds(7_200))
    request.history.keepRuns = 3
    #expect(
      request.json["Retry"]?.text == #"{"Auto":false,"MaxDepth":2,"Backoff":"1m..2h"}"#)
    #expect(request.json["History"]?.text == #"{"KeepRuns":3}"#)
    #expect(try JobRequest(json: request.json) == request)
    #expect(
      request.retry.turning(RetryPolicy())
        == RetryPolicy(
          isAutomatic: false, maxDepth: 2, firstWait: 60_000_000, longestWait: 7_200_000_000))
    #expect(request.history.turning(HistoryPolicy()) == HistoryPolicy(keepRuns: 3))
    var changes = JobChanges()
    changes.retry.backoff = .seconds(5)...(.seconds(5))
    changes.history.keepDays = 9
    let update = JobUpdate.definition(changes)
    #expect(update.json.text == #"{"Retry":{"Backoff":"5s"},"History":{"KeepDays":9}}"#)
    #expect(try JobUpdate(json: update.json) == update)
  }

  @Test("wrong words about retries and history are named with their path")
  func wrongKnobs() {
    let cases: [(String, String)] = [
      (#""Retry":{"Auto":"yes"}"#, "Retry.Auto: 'yes' is not true or false"),
      (#""Retry":{"MaxDepth":0}"#, "Retry.MaxDepth: 0 is not a whole number from 1 to 100"),
      (#""Retry":{"MaxDepth":101}"#, "Retry.MaxDepth: 101 is not a whole number from 1 to 100"),
      (
        #""Retry":{"MaxDepth":"3"}"#, #"Retry.MaxDepth: "3" is not a whole number from 1 to 100"#
      ),
      (
        #""Retry":{"Backoff":"1h..1m"}"#,
        "Retry.Backoff: '1h..1m' ends before it begins; the shorter one comes first"
      ),
      (
        #""Retry":{"Backoff":"1m.."}"#,
        "Retry.Backoff: '' is not a duration; allowed: 90, 90s, 5m, 2h, 1d, 1w"
      ),
      (#""Retry":{"Backof":"1m"}"#, "Retry.Backof: unknown field; did you mean 'Backoff'?"),
      (
        #""History":{"KeepRuns":1000001}"#,
        "History.KeepRuns: 1000001 is not a whole number from 1 to 1000000"
      ),
      (
        #""History":{"KeepDays":-1}"#,
        "History.KeepDays: -1 is not a whole number from 1 to 36500"
      ),
    ]
    for (field, message) in cases {
      #expect(problem("{\(Self.job),\(field)}") == message)
    }
  }

  @Test("a sub-job names its parent by ID and has no schedule of its own")
  func subJob() throws {
    var request = JobRequest(name: "job", source: "a-1", destination: "b-1", overwrite: .never)
    request.parentVersion = "6af62558-970d-4f44-8663-4e297170fd6a"
    #expect(try JobRequest(json: request.json) == request)
    let parent = #""ParentVersion":"x""#
    let message =
      ": a sub-job has no schedule of its own: it runs when its root job's rules let it; "
      + "leave this out"
    #expect(
      problem(#"{\#(Self.job),\#(parent),"ScheduleRule":{"StartCronExpression":"0 0 2 * * *"}}"#)
        == "ScheduleRule" + message)
    #expect(
      problem(#"{\#(Self.job),\#(parent),"TimeZone":"UTC"}"#) == "TimeZone" + message)
  }

  @Test("flags say the same, in their words")
  func flags() throws {
    let job = ["create-job", "j", "--src-address=a", "--dest-address=b", "--overwrite-mode=never"]
    guard
      case .run(let made) = try CommandLineParser.parse(
        job + [
          "--auto-retry", "no", "--max-retry-depth=5", "--retry-backoff=10s..1m", "--keep-runs=2",
          "--keep-days=3", "--parent-version=x",
        ])
    else { throw UsageError("text is told instead") }
    let retry = try made.retryKnobs()
    #expect(retry.isAutomatic == false && retry.maxDepth == 5)
    #expect(retry.backoff == .seconds(10)...(.seconds(60)))
    let history = try made.historyKnobs()
    #expect(history.keepRuns == 2 && history.keepDays == 3)
    let cases: [(String, String)] = [
      ("--auto-retry=perhaps", "--auto-retry: 'perhaps' is not a truth value; allowed: yes, no"),
      (
        "--max-retry-depth=0",
        "--max-retry-depth: '0' is not a whole number that is allowed here: 1 to 100"
      ),
      (
        "--retry-backoff=soon",
        "--retry-backoff: 'soon' is not a duration; allowed: 90, 90s, 5m, 2h, 1d, 1w"
      ),
      (
        "--keep-runs=",
        "--keep-runs: '' is not a whole number that is allowed here: 1 to 1000000"
      ),
    ]
    for (flag, message) in cases {
      guard case .run(let wrong) = try CommandLineParser.parse(["update-job", "j", flag]) else {
        continue
      }
      #expect(throws: UsageError(message)) {
        _ = (try wrong.retryKnobs(), try wrong.historyKnobs())
      }
    }
  }
}

private func file(_ text: String) -> UnitFile {
  UnitFile(name: "x.conf", bytes: Array(text.utf8))
}

private func problem(_ text: String) -> String {
  do {
    _ = try JobRequest(json: JSONValue.read(Array(text.utf8)))
    return "accepted"
  } catch let refusal as Refusal {
    return refusal.message
  } catch {
    return "\(error)"
  }
}
