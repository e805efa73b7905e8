/// rclone as a server of S3 over a folder: each folder in it is a bucket.
///
/// It compares signatures strictly, and knows no storage class in lists, no versions and no
/// conditions. It ends with this object.
public final class RcloneS3Server {
  /// The access key's name; shorter ones are not taken.
  public let accessID = "ferry-test-key"
  /// Its secret.
  public let accessSecret = "ferry-test-secret"
  /// The port on 127.0.0.1.
  public let port: UInt16
  /// The process.
  public let process: PeerProcess

  /// Starts it and waits until it listens.
  ///
  /// - Parameters:
  ///   - folder: The folder whose folders are buckets.
  ///   - wanted: The port to listen on; 0 for any that is free.
  ///   - options: More options of `rclone serve s3`.
  public init(_ folder: String, on wanted: UInt16 = 0, options: [String] = []) throws {
    process = try PeerProcess(
      [
        Peers.program("rclone"), "--config", "", "serve", "s3", "--addr", "127.0.0.1:\(wanted)",
        "--auth-key", "ferry-test-key,ferry-test-secret",
      ] + options + [folder])
    port = try process.waitForPort(/\[https?:\/\/127\.0\.0\.1:([0-9]+)\/\]/)
  }

  /// Where it is.
  public var url: String { "http://127.0.0.1:\(port)" }
}
