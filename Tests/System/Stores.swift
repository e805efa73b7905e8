import Foundation
import Synchronization
import TestSupport

/// Object stores beside a daemon: rclone, whose buckets are folders, and moto, which is as AWS is.
final class Stores {
  /// The bucket of each.
  static let bucket = "bucket"

  /// A store, what stands before it, and what was asked.
  final class Store {
    let proxy: FaultProxy
    let accessID: String
    let url: String
    /// Methods and targets so far, in the order of their arrival.
    let asked = Requests()

    init(_ port: UInt16, accessID: String, url: String) throws {
      proxy = try FaultProxy(to: port, seed: 1)
      (self.accessID, self.url) = (accessID, url)
      plan()
    }

    deinit {
      proxy.stop()
    }

    /// Meets requests with faults from now on, the same one so often at most.
    func plan(_ perMille: [Fault: Int] = [:], most: Int = 2, only: String? = nil) {
      proxy.set(
        FaultProxy.Plan(perMille, mostPerRequest: most) { [asked] method, target in
          asked.note("\(method) \(target)")
          return only.map { "\(method) \(target)" == $0 } ?? true
        })
    }
  }

  /// The requests that a store got, in short: `GET /bucket?list-type=2`.
  final class Requests: Sendable {
    private let all = Mutex<[String]>([])

    func note(_ request: String) {
      all.withLock { $0.append(request) }
    }

    /// Those since the last call.
    func take() -> [String] {
      all.withLock { all in
        defer { all = [] }
        return all
      }
    }

    /// Those with such a word in them, so far.
    func count(_ word: String) -> Int { all.withLock { $0.count { $0.contains(word) } } }
  }

  let folder: String
  let secret: String
  private(set) var rclone: RcloneS3Server
  let moto: MotoServer
  let strict: Store
  let loose: Store
  private let port: UInt16

  /// Starts both, each with its bucket, and writes the addresses `strict` (rclone) and `loose` (moto).
  init(_ fixture: DaemonFixture, prefix: String = "in/") throws {
    folder = try fixture.makeFolder("strict/\(Self.bucket)")
    let root = fixture.folder + "/strict"
    rclone = try RcloneS3Server(root)
    port = rclone.port
    secret = rclone.accessSecret
    moto = try MotoServer()
    strict = try Store(rclone.port, accessID: rclone.accessID, url: rclone.url)
    loose = try Store(moto.port, accessID: rclone.accessID, url: moto.url)
    let file = fixture.folder + "/secret"
    try Texts.write(secret + "\n", to: file)
    chmod(file, 0o600)
    for (name, store) in [("strict", strict), ("loose", loose)] {
      try writeAddress(fixture, name, store, prefix: prefix)
    }
    _ = try python("s3.create_bucket(Bucket=bucket)")
  }

  /// Writes an address of a store by file.
  func writeAddress(
    _ fixture: DaemonFixture, _ name: String, _ store: Store, prefix: String = "in/",
    bucket: String = Stores.bucket, url: String? = nil
  ) throws {
    let text = """
      [Address]
      Type=s3
      Bucket=\(bucket)
      Prefix=\(prefix)
      Domain=\(url ?? store.proxy.url)
      PathStyle=yes
      AccessId=\(store.accessID)
      AccessSecretFile=\(fixture.folder)/secret

      """
    try Texts.write(text, to: "\(fixture.etc)/addresses.d/\(name).address")
  }

  /// Starts rclone again on the port that it had.
  func restartStrict() throws {
    rclone = try RcloneS3Server(
      String(folder.dropLast(Self.bucket.count + 1)), on: port)
  }

  /// Asks moto by Amazon's own library, which is no code of ferry's.
  ///
  /// - Returns: What the lines have printed.
  func python(_ lines: String, of store: Store? = nil) throws -> String {
    let store = store ?? loose
    let text = """
      import boto3, json
      from botocore.config import Config
      bucket = "\(Self.bucket)"
      s3 = boto3.client("s3", endpoint_url="\(store.url)", region_name="us-east-1",
        aws_access_key_id="\(store.accessID)", aws_secret_access_key="\(secret)",
        config=Config(s3={"addressing_style": "path"}))

      """
    let process = try PeerProcess([Peers.program("python"), "-c", text + lines])
    let status = process.waitForEnd()
    guard status == 0 else { throw Problem(process.said) }
    return process.said
  }
}

extension JSON {
  /// What a run's record says of objects that were sent: the copied ones but those that were there.
  var moved: Int { self["CopiedCount"].number - max(0, self["SkippedCount"].number) }
}

extension DaemonFixture {
  /// Writes a job without retries of its own.
  func writePlainJob(_ name: String, from: String, to: String, _ more: String = "") throws {
    try writeJob(name, from: from, to: to, "\(more)\n[Retry]\nAuto=no\n")
  }

  /// Starts a job and waits for the end of its run.
  ///
  /// - Returns: The record of that run.
  func ended(_ job: String, run: Int = 1, seconds: Double = 60) throws -> JSON {
    let said = try ferry("start-job", job)
    guard said.status == 0 else { throw Problem("\(said)") }
    let isOver = try eventually(seconds) { ["FINISHED", "SUSPEND"].contains(try status(job)) }
    guard isOver else { throw Problem("\(job) goes on after \(seconds) s") }
    return try newest(job, run: run)
  }
}
