import HTTP
import Migration
import Platform
import S3
import Store
import Transfer

/// One move between a folder and the bucket of a server, by ferry or by rclone.
struct S3Run {
  /// Which way.
  enum Way {
    /// From the folder into the bucket.
    case up
    /// From the bucket into the folder.
    case down
  }

  let way: Way
  let folder: String
  let port: Int
  /// Where ferry's ledger lies.
  let ledger: String

  /// By ferry's own mover in this process.
  func ferry() throws(BenchError) -> Measure {
    let bucket = "the bucket"
    var order = FerryRun.order(way == .up ? folder : bucket, way == .up ? bucket : folder)
    switch way {
    case .up: order.destinationBucket = Self.end(port)
    case .down: order.sourceBucket = Self.end(port)
    }
    return try FerryRun.move(order, ledger: ledger)
  }

  /// By `rclone copy`; nil if it is not installed.
  func rclone(_ program: String, _ options: [String]) throws(BenchError) -> Measure? {
    let remote = Self.remote(port)
    return try Child.run(
      [program, "--config", "", "copy"] + options
        + (way == .up ? [folder, remote] : [remote, folder]))
  }

  /// The bucket as ferry is told of it.
  static func end(_ port: Int) -> BucketEnd {
    var settings = HTTPSettings()
    settings.proxy = .none
    let secret = Secret(S3Server.access.secret)
    return BucketEnd(place(port), settings: settings) {
      S3Credentials(accessID: S3Server.access.id, secret: secret)
    }
  }

  /// Where the bucket is.
  static func place(_ port: Int) -> BucketPlace {
    guard let kind = ServiceKind.named("s3") else { preconditionFailure("no kind s3") }
    return BucketPlace(
      kind: kind, bucket: S3Server.bucket, region: "us-east-1", domain: "http://127.0.0.1:\(port)",
      isPathStyle: true)
  }

  /// The bucket as rclone is told of it.
  static func remote(_ port: Int) -> String {
    ":s3,provider=Other,access_key_id=\(S3Server.access.id),"
      + "secret_access_key=\(S3Server.access.secret),region=us-east-1,"
      + "endpoint='http://127.0.0.1:\(port)',force_path_style=true:\(S3Server.bucket)"
  }
}
