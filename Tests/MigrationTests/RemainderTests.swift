import Migration
import Testing

@Suite struct RemainderTests {
  @Test("what still fails is summed over the reasons, with what a retry could move apart")
  func sums() {
    let remainder = Remainder(reasons: [
      .permissionDenied: 3, .isADirectory: 2, .sourceGone: 5, .specialFile: 7,
      FailureCode(rawValue: "NewerThanThisProgram"): 1,
    ])
    #expect(remainder.failing == 18)
    #expect(remainder.retryable == 6)
    #expect(Remainder(reasons: [:]) == Remainder())
    #expect(Remainder(reasons: [.sourceGone: 1]).retryable == 0)
  }

  @Test("sums that no number holds are cut")
  func overflow() {
    let remainder = Remainder(reasons: [.ioError: .max, .noSpace: .max, .sourceGone: .max])
    #expect(remainder.failing == .max)
    #expect(remainder.retryable == .max)
  }

  @Test("a retry can move whatever is still there and is a file, a link or a folder")
  func retryableCodes() {
    let retryable: [FailureCode] = [
      .sourceChanged, .permissionDenied, .noSpace, .nameTooLong, .isADirectory, .notADirectory,
      .verifyFailed, .listFailed, .ioError, FailureCode(rawValue: "Unheard-of"),
    ]
    for code in retryable { #expect(code.isRetryable, "\(code.rawValue)") }
    for code in [FailureCode.sourceGone, .specialFile] { #expect(!code.isRetryable) }
  }

  @Test("a list of failed objects is ready when it is complete and nobody works on it")
  func readiness() {
    let cases: [(Remainder?, live: Bool, RetryReadiness)] = [
      (nil, false, .notReady),
      (nil, true, .notReady),
      (Remainder(), false, .noNeed),
      (Remainder(), true, .noNeed),
      (Remainder(failing: 4, retryable: 0), false, .noNeed),
      (Remainder(failing: 4, retryable: 0), true, .noNeed),
      (Remainder(failing: 4, retryable: 1), false, .ready),
      (Remainder(failing: 4, retryable: 1), true, .notReady),
      (Remainder(failing: .max, retryable: .max), false, .ready),
    ]
    for (remainder, live, expected) in cases {
      #expect(RetryReadiness(remainder, hasLiveRetry: live) == expected)
    }
    #expect(RetryReadiness.allCases.map(\.rawValue) == ["NoNeed", "NotReady", "Ready"])
  }

  @Test("the days that a history is kept are a time, whatever their number")
  func keepTime() {
    #expect(HistoryPolicy().keepTime == 34_560_000_000_000)
    #expect(HistoryPolicy(keepDays: 0).keepTime == 0)
    #expect(HistoryPolicy(keepDays: 106_751_991).keepTime == 9_223_372_022_400_000_000)
    #expect(HistoryPolicy(keepDays: 106_751_992).keepTime == .max)
    #expect(HistoryPolicy(keepDays: .max).keepTime == .max)
    #expect(HistoryPolicy(keepDays: .min).keepTime == .min)
  }
}
