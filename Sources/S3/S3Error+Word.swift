extension S3Error {
  /// A stable word for the kind of failure, in Amazon's words where it has one.
  public var word: String {
    switch reason {
    case .denied: "AccessDenied"
    case .noSuchBucket: "NoSuchBucket"
    case .noSuchKey: "NoSuchKey"
    case .noSuchUpload: "NoSuchUpload"
    case .archived: "InvalidObjectState"
    case .invalidAccessKey: "InvalidAccessKeyId"
    case .signature: "SignatureDoesNotMatch"
    case .clockSkew: "RequestTimeTooSkewed"
    case .expiredToken: "ExpiredToken"
    case .slowDown: "SlowDown"
    case .server: "InternalError"
    case .conflict: "OperationAborted"
    case .transport: "Unreachable"
    case .redirect: "OtherRegion"
    case .notS3: "NotAnObjectStore"
    case .preconditionFailed: "PreconditionFailed"
    case .entityTooLarge: "EntityTooLarge"
    case .badDigest: "BadDigest"
    case .malformed: "InvalidAnswer"
    case .stopped: "TimedOut"
    case .own, .signing: "IOError"
    case .other(_, let code, _): code.isEmpty ? "Refused" : code
    }
  }
}
