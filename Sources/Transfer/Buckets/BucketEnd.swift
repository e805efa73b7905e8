public import HTTP
public import Migration
public import S3

/// A bucket as one end of a run.
public struct BucketEnd: Sendable {
  /// Why there is nothing to open the bucket with.
  public struct NoCredentials: Error, Sendable {
    /// A sentence for the run's owner; without the secret.
    public let text: String

    /// With its sentence.
    public init(_ text: String) {
      self.text = text
    }
  }

  /// Where it is.
  public let place: BucketPlace
  /// How its service is spoken to.
  public let settings: HTTPSettings
  /// Gets what opens it, anew each time; nil for a bucket that is open to all.
  public let credentials: @Sendable () throws(NoCredentials) -> S3Credentials?

  /// A bucket and the way to its secret.
  public init(
    _ place: BucketPlace, settings: HTTPSettings = HTTPSettings(),
    credentials: @escaping @Sendable () throws(NoCredentials) -> S3Credentials?
  ) {
    self.place = place
    self.settings = settings
    self.credentials = credentials
  }

  /// What tells it from other buckets, where a folder has an inode number.
  var identity: UInt64 {
    var hash = FNV1a()
    hash.mix(place.text.utf8)
    return hash.value
  }
}
