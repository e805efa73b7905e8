/// What a run would do with one object.
public struct ObjectForecast: Hashable, Sendable {
  /// What would become of an object.
  public enum Verdict: Hashable, Sendable {
    /// It would be copied, for this reason.
    case copy(CopyReason)
    /// It is there as the job wants it.
    case skip
    /// It would fail; the text is a sentence about why.
    case refuse(FailureCode, String)
  }

  /// Its key.
  public var key: ObjectKey
  /// What it is.
  public var kind: ObjectKind
  /// Bytes.
  public var size: Int64
  /// What would become of it.
  public var verdict: Verdict

  /// A forecast.
  public init(key: ObjectKey, kind: ObjectKind, size: Int64, verdict: Verdict) {
    self.key = key
    self.kind = kind
    self.size = size
    self.verdict = verdict
  }
}
