public import Calendar
public import HTTP
import Migration

/// Why an object store did not do what it was asked; told as a sentence that says what to do.
///
/// What a service says in words is kept short and escaped, and left out where it repeats what was
/// signed. Secrets are never in it.
public struct S3Error: Error, CustomStringConvertible {
  /// What kind of failure it is.
  public let reason: Reason
  /// Which request it was about.
  public let subject: Subject
  /// The service's own number of the request, for its support; empty if it gave none.
  public let requestID: String
  /// How long the service asks to wait; nil if it does not say.
  public let retryAfter: Duration?

  /// The kinds of failures.
  public enum Reason: Sendable {
    /// The key may not do this; with the service's code.
    case denied(code: String)
    /// There is no such bucket, or none of that name in the region.
    case noSuchBucket
    /// There is no object of that key.
    case noSuchKey
    /// The upload in parts is not known any more.
    case noSuchUpload
    /// The object is in an archive, and has to be restored before it can be read.
    case archived
    /// The service does not know the access ID.
    case invalidAccessKey
    /// The signature is wrong: nearly always a wrong secret.
    case signature
    /// This machine's clock and the service's differ too much; with the service's time if it told.
    case clockSkew(server: Instant?)
    /// The temporary key has run out.
    case expiredToken
    /// Too many requests at a time.
    case slowDown
    /// The service has a problem of its own; with its status.
    case server(status: Int)
    /// Another request changes the same thing at the moment.
    case conflict
    /// There was no whole answer.
    case transport(HTTPError)
    /// The bucket is elsewhere; with its region if the service told.
    case redirect(region: String?)
    /// The answer is not that of an object store; with what it is.
    case notS3(String)
    /// The object is not the expected one any more, or is there already.
    case preconditionFailed
    /// The object or part is longer than the service takes.
    case entityTooLarge
    /// What arrived is not what was sent.
    case badDigest
    /// The answer cannot be understood; with what is wrong.
    case malformed(String)
    /// The caller asked to stop.
    case stopped
    /// The caller's own error, from a closure that gives or takes a body.
    case own(any Error)
    /// The request cannot be signed; with the library's words.
    case signing(String)
    /// What else a service may say: status, code and words.
    case other(status: Int, code: String, message: String)
  }

  /// Which request failed.
  public struct Subject: Hashable, Sendable {
    /// What was to be done, such as `list` or `write`.
    public let action: String
    /// The bucket.
    public let bucket: String
    /// The whole key; empty for the bucket itself.
    public let key: [UInt8]
    /// The host that was asked.
    public let host: String

    init(action: String, bucket: String, key: [UInt8], host: String) {
      self.action = action
      self.bucket = bucket
      self.key = key
      self.host = host
    }
  }

  init(
    _ reason: Reason, _ subject: Subject, requestID: String = "", retryAfter: Duration? = nil
  ) {
    self.reason = reason
    self.subject = subject
    self.requestID = requestID
    self.retryAfter = retryAfter
  }

  /// An error of the transport, with the caller's own errors taken out of it.
  init(_ error: HTTPError, _ subject: Subject) {
    switch error.kind {
    case .stopped: self.init(.stopped, subject)
    case .sink(let own as S3Error), .source(let own as S3Error): self = own
    case .sink(let own), .source(let own): self.init(.own(own), subject)
    default: self.init(.transport(error), subject)
    }
  }

  /// Whether the same request may go well a little later.
  public var mayPass: Bool {
    switch reason {
    case .slowDown, .server, .conflict, .badDigest: true
    case .malformed: true
    case .transport(let error): error.mayPass
    case .denied, .noSuchBucket, .noSuchKey, .noSuchUpload, .archived, .invalidAccessKey,
      .signature, .clockSkew, .expiredToken, .redirect, .notS3, .preconditionFailed,
      .entityTooLarge, .stopped, .own, .signing, .other:
      false
    }
  }

  /// Whether no other request to the bucket will go well until somebody mends the cause.
  public var stopsRun: Bool {
    switch reason {
    case .noSuchBucket, .invalidAccessKey, .signature, .clockSkew, .expiredToken, .redirect,
      .notS3, .signing:
      true
    case .denied(let code): subject.key.isEmpty || Self.ofWholeAccount.contains(code)
    case .noSuchKey, .noSuchUpload, .archived, .slowDown, .server, .conflict, .transport,
      .preconditionFailed, .entityTooLarge, .badDigest, .malformed, .stopped, .own, .other:
      false
    }
  }

  /// Codes that are said of an account, not of an object.
  private static let ofWholeAccount: Set<String> = [
    "AccountProblem", "AllAccessDisabled", "NotSignedUp", "UserDisable", "InvalidPayer",
  ]
}
