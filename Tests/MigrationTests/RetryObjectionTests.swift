import Migration
import Testing

@Suite struct RetryObjectionTests {
  @Test("whatever the facts are, the first objection in the documented order is the answer")
  func truthTable() throws {
    let all = try everyRetryFact()
    #expect(all.count == 17_280)
    var (wrong, codes): ([String], Set<String>) = ([], [])
    for facts in all {
      let objection = facts.objection(named: "nightly")
      let expected = documentedOrder.first { $0.applies(facts) }
      codes.insert(objection?.code.word ?? "none")
      if objection?.code.word != expected?.word || objection?.code.httpStatus != expected?.http {
        wrong.append("\(objection?.code.word ?? "none"), not \(expected?.word ?? "none"): \(facts)")
      }
    }
    #expect(wrong.isEmpty, "\(wrong.count) wrong, the first: \(wrong.first ?? "")")
    #expect(codes == Set(documentedOrder.map(\.word) + ["none"]))
  }

  @Test("every objection is one line that names the job")
  func messages() throws {
    for facts in try everyRetryFact() {
      guard let message = facts.objection(named: "nightly")?.message else { continue }
      if !message.contains("'nightly'") || message.contains(where: \.isNewline) {
        Issue.record("\(message)")
        return
      }
    }
  }

  @Test("an objection says what to do")
  func advice() throws {
    for (change, message) in try advices() {
      var facts = RetryFacts()
      change(&facts)
      #expect(facts.objection(named: "nightly")?.message == message)
    }
    #expect(RetryFacts().objection(named: "nightly") == nil)
  }

  @Test("a job that is not there is named on one line, however it was written")
  func unknownJob() {
    let objection = RetryFacts(status: nil).objection(named: "a\n\u{1b}[31m")
    #expect(
      objection?.message == "The specified import job does not exist: 'a\\x0a\\x1b[31m'; "
        + "list-job --all shows them")
    let long = RetryFacts(status: nil).objection(named: String(repeating: "j", count: 5_000))
    #expect((long?.message.count ?? .max) < 200)
  }

  @Test("figures at the ends of their range are facts like any other")
  func extremes() {
    let most = RetryFacts(
      failed: .max, remainder: Remainder(failing: .max, retryable: .max), depth: .max,
      maxDepth: .max, subJobs: .max - 1, maxSubJobs: .max)
    #expect(most.objection(named: "nightly") == nil)
    let deep = RetryFacts(depth: .max, maxDepth: .min)
    #expect(deep.objection(named: "nightly")?.code == .jobDepthExceeded)
    #expect(RetryFacts(failed: .min).objection(named: "nightly")?.code == .historyNoNeedRetry)
    #expect(
      RetryFacts(subJobs: .max, maxSubJobs: .min).objection(named: "nightly")?.code == .jobLimit)
  }
}

private typealias Question = @Sendable (RetryFacts) -> Bool

/// The documented order of preconditions, each with what makes it fail.
private let documentedOrder: [(word: String, http: Int, applies: Question)] = [
  ("NoSuchImportJob", 404, { $0.status == nil }),
  ("JobIsInterrupted", 400, { $0.status == .interrupted }),
  ("JobIsNotFinished", 400, { $0.status != .finished }),
  ("HistoryIsEmpty", 400, { $0.run == nil }),
  ("HistoryNoNeedRetry", 400, { $0.failed <= 0 }),
  ("HistoryNoNeedRetry", 400, { $0.remainder?.failing == 0 }),
  ("ResultNoNeedRetry", 400, { $0.remainder?.retryable == 0 }),
  ("ResultNotReadyRetry", 400, { $0.remainder == nil || $0.liveRetry != nil }),
  ("EmptyAccessSecret", 400, { $0.lacksSecret }),
  ("VerifyAddressUnavailable", 400, { $0.unreachable != nil }),
  ("ImportJobDepthExceed", 400, { $0.depth > $0.maxDepth }),
  ("ImportJobNumExceed", 400, { $0.subJobs >= $0.maxSubJobs }),
]

/// All combinations of what each fact can say.
private func everyRetryFact() throws -> [RetryFacts] {
  let live = try Name("nightly_retry_20260101000000", of: "job")
  var all = [RetryFacts()]
  func vary<Value>(_ fact: WritableKeyPath<RetryFacts, Value>, _ values: [Value]) {
    all = all.flatMap { facts in
      values.map { value in
        var facts = facts
        facts[keyPath: fact] = value
        return facts
      }
    }
  }
  vary(\.status, [nil] + JobStatus.allCases)
  vary(\.run, [nil, .first])
  vary(\.failed, [-1, 0, 1])
  vary(
    \.remainder,
    [
      nil, Remainder(), Remainder(failing: 1, retryable: 0), Remainder(failing: 1, retryable: 1),
    ])
  vary(\.liveRetry, [nil, live])
  vary(\.lacksSecret, [false, true])
  vary(\.unreachable, [nil, "mount the disk"])
  vary(\.depth, [2, 3, 4])
  vary(\.subJobs, [9_999, 10_000, 10_001])
  return all
}

/// One fact that stands against a retry, and what is said about it.
private func advices() throws -> [((inout RetryFacts) -> Void, String)] {
  let live = try Name("nightly_retry_20260101000000", of: "job")
  return [
    (
      { $0.status = .interrupted },
      "job 'nightly' is interrupted: its list of failed objects cannot be relied on; "
        + "start-job opens a new run"
    ),
    (
      { $0.status = .begin },
      "job 'nightly' is created: only what a finished run left can be retried; "
        + "start-job opens its first run"
    ),
    (
      { $0.status = .doing },
      "job 'nightly' is migrating: only what a finished run left can be retried; "
        + "wait for its end, or end it with close-job"
    ),
    (
      { $0.status = .suspended },
      "job 'nightly' is paused: only what a finished run left can be retried; "
        + "start-job continues it, close-job ends it"
    ),
    (
      { $0.status = .closing },
      "job 'nightly' is closing: only what a finished run left can be retried; "
        + "try again when it has ended"
    ),
    (
      { $0.status = .deleting },
      "job 'nightly' is deleting: only what a finished run left can be retried; "
        + "its history goes with it"
    ),
    ({ $0.run = nil }, "job 'nightly' has no run in its history; start-job opens one"),
    ({ $0.failed = 0 }, "run 1 of job 'nightly' has no failed objects; there is nothing to do"),
    (
      { ($0.failed, $0.remainder) = (5, Remainder()) },
      "all 5 objects that failed in run 1 of job 'nightly' have been moved since; "
        + "there is nothing to do"
    ),
    (
      { $0.remainder = Remainder(failing: 1, retryable: 0) },
      "what still fails of run 1 of job 'nightly' cannot be moved by a retry: "
        + "'ferry failed nightly' tells why"
    ),
    (
      { $0.remainder = nil },
      "run 1 of job 'nightly': its list of failed objects is not ready yet; try again shortly"
    ),
    (
      { $0.liveRetry = live },
      "run 1 of job 'nightly': job 'nightly_retry_20260101000000' takes it already; "
        + "wait for its end, or end it first with close-job, "
        + "or with delete-job if it was never started"
    ),
    (
      { $0.lacksSecret = true },
      "the source of job 'nightly' needs its secret for a retry; give --access-secret -"
    ),
    (
      { $0.unreachable = "/mnt/nas is not mounted; mount it" },
      "job 'nightly' cannot be retried now: /mnt/nas is not mounted; mount it"
    ),
    (
      { $0.depth = 4 },
      "job 'nightly' stands at depth 3, and MaxDepth= allows 3; "
        + "retry its root job instead, or raise MaxDepth="
    ),
    (
      { $0.subJobs = 10_000 },
      "job 'nightly' cannot be retried: there are 10000 sub-jobs, which is all that MaxJobs= "
        + "allows; delete some, or raise it in ferryd.conf"
    ),
  ]
}
