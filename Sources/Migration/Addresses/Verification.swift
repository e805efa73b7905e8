public import Calendar

/// What a look at an address found.
public struct Verification: Hashable, Sendable {
  /// When it was looked at.
  public var at: Instant
  /// Nil if the address can be used, else what is wrong and what to do.
  public var problem: Problem?
  /// The file system that an address has which requires a mount; nil if it has none.
  public var mount: String?

  /// A result.
  public init(at: Instant, problem: Problem?, mount: String? = nil) {
    self.at = at
    self.problem = problem
    self.mount = mount
  }

  /// Why an address cannot be used.
  public struct Problem: Hashable, Sendable {
    /// A stable word: `NoSuchFolder`, `NotAFolder`, `PermissionDenied`, `IOError`, `TimedOut`,
    /// `InvalidInventory`, `SecretUnavailable`, `ImportAddressTypeInvalid`, `NotMounted`,
    /// `OtherMount`; of a bucket what `S3Error.word` says, such as `AccessDenied`, `NoSuchBucket`,
    /// `InvalidAccessKeyId`, `SignatureDoesNotMatch`, `RequestTimeTooSkewed`, `Unreachable`.
    public var code: String
    /// A sentence for people.
    public var message: String

    /// A problem.
    public init(code: String, message: String) {
      self.code = code
      self.message = message
    }
  }
}
