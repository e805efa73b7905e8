import HTTP
import Migration
import S3

extension ObjectError {
  /// What an object store answered, as the error of an object.
  init(_ stage: StaticString, _ side: Side, _ error: S3Error) {
    switch error.reason {
    case .own(let own as ObjectError): self = own
    case .stopped: self = .stopped
    case .noSuchKey where side == .source, .preconditionFailed where side == .source:
      self.init(stage, side, StoreProblem(error, .sourceGone))
    default: self.init(stage, side, StoreProblem(error, error.failureCode))
    }
  }
}

extension StoreProblem {
  /// Something that keeps a run from its bucket.
  init(blocking text: String) {
    self.init(code: .refused, text: text, mayPass: false, remedy: "mend that")
  }

  fileprivate init(_ error: S3Error, _ code: FailureCode) {
    self.init(code: code, text: "\(error)", mayPass: error.mayPass)
    if case .preconditionFailed = error.reason { mayPass = true }
    if case .slowDown = error.reason { (isPressed, isOutage) = (true, true) }
    if error.isOfGoneUpload { (isOfGoneUpload, mayPass) = (true, true) }
    // A minute at most: whoever waits is to see that nothing moves.
    if let wait = error.retryAfter {
      wantedPause = min(wait.components.seconds, 60) * 1_000_000_000
    }
    if error.stopsRun { remedy = "mend that" }
  }
}

extension S3Error {
  /// Source: "CompleteMultipartUpload", section "Special errors", Amazon S3 API Reference.
  fileprivate var isOfGoneUpload: Bool {
    switch reason {
    case .noSuchUpload: true
    case .other(_, let code, _): code == "InvalidPart" || code == "InvalidPartOrder"
    default: false
    }
  }

  fileprivate var failureCode: FailureCode {
    switch reason {
    case .denied, .archived, .invalidAccessKey, .signature, .expiredToken: .permissionDenied
    case .transport, .slowDown, .server: .unreachable
    case .badDigest: .verifyFailed
    case .preconditionFailed: .sourceChanged
    default: .refused
    }
  }
}
