import Calendar
import Migration
import Testing
import Wire

@Suite struct FamilyViewTests {
  private let moment = Instant(microseconds: 1_795_275_720_123_000)

  @Test("the answer to a retry holds mgwutil's three names and nothing else")
  func retried() throws {
    let view = RetriedJobView(waits: "a", retry: "a_retry_20261121190000", root: "a")
    #expect(
      view.json.text
        == #"{"WaitRetryJob":"a","RetryJob":"a_retry_20261121190000","RootJob":"a"}"#)
    try expectSame(view)
  }

  @Test("the wish for a retry says nothing by itself, and never shows its secret")
  func request() throws {
    #expect(RetryRequest().json.text == "{}")
    for request in [RetryRequest(), RetryRequest(accessSecret: "hush", starts: false)] {
      #expect(try RetryRequest(json: request.json) == request)
      #expect(!"\(request)".contains("hush"))
    }
    let cases: [(JSONValue, String)] = [
      (["AccessSecret": ["hush"]], "AccessSecret: no text"),
      (
        ["AccessSecret": .string(String(repeating: "h", count: 4097))],
        "AccessSecret: longer than 4096 bytes"
      ),
      (["Start": "no"], "Start: 'no' is not true or false"),
      (["Strat": true], "Strat: unknown field; did you mean 'Start'?"),
      ([], "a list where an object is wanted"),
    ]
    for (json, message) in cases {
      let refusal = #expect(throws: Refusal.self) { try RetryRequest(json: json) }
      #expect(refusal?.message == message)
    }
  }

  @Test("a job tells its place in its family, what is below it, and its policies")
  func job() throws {
    var job = JobView(name: "a_retry_20261121190000")
    job.lineage = LineageView(parentRuntimeId: "2", rootName: "a", depth: 1, isAutomatic: true)
    job.retry = RetryKnobs(RetryPolicy())
    job.history = HistoryKnobs(HistoryPolicy())
    (job.failedCount, job.stillFailing) = (3, 0)
    job.subJobs = [
      FamilyMember(
        name: "b", version: "v", parentName: "a", parentRuntimeId: "1", depth: 2,
        isAutomatic: true, status: "IMPORT_JOB_FINISHED", runtimeId: "1", failedCount: 4,
        stillFailing: 2, createTime: moment)
    ]
    let text = job.json.text
    #expect(
      text.contains(
        #""Retry":{"Auto":true,"MaxDepth":3,"Backoff":"1m..1h"},"#
          + #""History":{"KeepRuns":50,"KeepDays":400},"ParentRuntimeId":"2","RootName":"a","#
          + #""Depth":1,"Automatic":true,"FailedCount":3,"StillFailing":0,"SubJobs":[{"#))
    try expectSame(job)
    var entry = HistoryEntry(name: "a")
    entry.stillFailing = 5
    try expectSame(entry)
    #expect(try HistoryEntry(json: ["Name": "a"]).stillFailing == -1)
  }

  @Test("a run's result is read back, and gives mgwutil's words for its status")
  func result() throws {
    var counts = RunCounts()
    (counts.total, counts.copied, counts.failed, counts.listed) = (10, 7, 3, true)
    var result = JobResultView(
      jobName: "j", version: "v", runtimeId: "2", runStatus: "IMPORT_JOB_FINISHED",
      readyRetry: .ready, counts: counts, stillFailing: 3, retryable: 2,
      reasons: [.ioError: 2, .sourceGone: 1], retryJob: "")
    try expectSame(result)
    #expect(
      JobStatusView(result).json.text == #"""
        {"Status":"failed","Retryable":true,"TotalCount":10,"TotalSize":0,"CopiedCount":7,\#
        "CopiedSize":0,"SkippedCount":0,"SkippedSize":0,"FailedCount":3,"CountProgress":"70.00%",\#
        "SizeProgress":"100.00%","ReadyRetry":"Ready","StillFailing":3,"RuntimeId":"2"}
        """#)
    result.readyRetry = .notReady
    #expect(!JobStatusView(result).isRetryable)
    (result.stillFailing, result.readyRetry) = (0, .noNeed)
    #expect(JobStatusView(result).status == "succeed")
    result.counts.total = 11
    #expect(JobStatusView(result).status == "closed")
    let statuses = [
      "IMPORT_JOB_BEGIN": "created", "IMPORT_JOB_LAUNCHING": "running",
      "IMPORT_JOB_PREPARING": "running", "IMPORT_JOB_DOING": "running",
      "IMPORT_JOB_CLOSING": "running", "IMPORT_JOB_SUSPEND": "paused",
      "IMPORT_JOB_INTERRUPTED": "interrupted", "": "created",
    ]
    for (status, word) in statuses {
      result.runStatus = status
      #expect(JobStatusView(result).status == word)
    }
  }

  @Test("progress is never rounded up to the whole, whatever the figures")
  func progress() {
    let cases: [(copied: Int64, total: Int64, text: String)] = [
      (0, 0, "100.00%"), (0, 3, "0.00%"), (1, 3, "33.33%"), (99_999, 100_000, "99.99%"),
      (.max - 1, .max, "99.99%"), (.max, .max, "100.00%"), (7, 7, "100.00%"),
      (.max / 2, .max, "49.99%"), (8, 7, "100.00%"), (1, 2000, "0.05%"),
    ]
    for (copied, total, text) in cases {
      var counts = RunCounts()
      (counts.copied, counts.total) = (copied, total)
      let view = JobStatusView(JobResultView(jobName: "j", counts: counts))
      #expect(view.json["CountProgress"] == .string(text), "\(copied) of \(total)")
    }
  }

  @Test("what a deletion and a result ask for is read strictly")
  func queries() throws {
    #expect(try DeletionQuery(query: [("cascadeDelete", "true")]).cascades)
    #expect(try !DeletionQuery(query: []).cascades)
    #expect(throws: Refusal.self) { try DeletionQuery(query: [("cascade", "true")]) }
    #expect(try ResultQuery(query: [("runtimeId", "7")]).run == 7)
    #expect(throws: Refusal.self) { try ResultQuery(query: [("runtimeId", "x")]) }
  }

  private func expectSame<View: WireShape>(_ view: View) throws {
    #expect(try View(json: view.json) == view)
    #expect(try View(json: JSONValue.read(Array(view.json.text.utf8))) == view)
  }
}
