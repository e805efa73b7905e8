import Foundation
import TestSupport
import Testing

/// A second judge of signatures and keys, that nobody of S3's own world has written.
@Suite(
  .enabled(if: System.isAskedFor, System.how), .enabled(if: Peers.areThere, "\(Peers.how)"),
  .daemonLog)
struct SwiftStoreTests {
  private static let script =
    URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../scripts/serve-swift").standardizedFileURL.path

  @Test("names of all kinds and a large file go through OpenStack Swift and come back")
  func round() throws {
    try DaemonFixture.with("swift") { fixture in
      let server = try SwiftS3Server(
        fixture.folder + "/swift", script: Self.script)
      try write(fixture, server)
      let source = fixture.folder + "/source"
      for name in BucketKeyTests.names {
        try Tree.write(source, Array(name.utf8), Array(name.utf8))
      }
      var random = SeededRandom(seed: 8)
      try Tree.write(source, Array("large file".utf8), Tree.bytes(130 << 20, &random))
      for (job, from, to) in [("there", "src", "swift"), ("back", "swift", "dst")] {
        try fixture.writePlainJob(job, from: from, to: to)
      }
      try fixture.writePlainJob("wrong", from: "src", to: "wrong")
      try fixture.start()
      for job in ["there", "back"] {
        let end = try fixture.ended(job)
        let failed = try fixture.ferry("failed", job).out
        #expect(end["FailedCount"].number == 0, "\(job): \(failed)")
        #expect(try fixture.status(job) == "FINISHED", "\(job)")
      }
      let differences = try fixture.diff()
      #expect(differences == "")
      #expect(try fixture.ended("there", run: 2).moved == 0)
      _ = try fixture.ended("wrong")
      #expect(try fixture.status("wrong") == "SUSPEND")
      let said = try fixture.ferry("verify-address", "wrong", "--json")
      #expect(said.data["ErrorCode"].text == "SignatureDoesNotMatch", "\(said)")
    }
  }

  private func write(_ fixture: DaemonFixture, _ server: SwiftS3Server) throws {
    try fixture.makePair()
    for (name, secret) in [("swift", server.accessSecret), ("wrong", "another-secret")] {
      try Texts.write(secret + "\n", to: "\(fixture.folder)/\(name).secret")
      chmod("\(fixture.folder)/\(name).secret", 0o600)
      try Texts.write(
        """
        [Address]
        Type=s3
        Bucket=bucket
        Domain=\(server.url)
        PathStyle=yes
        AccessId=\(server.accessID)
        AccessSecretFile=\(fixture.folder)/\(name).secret

        """, to: "\(fixture.etc)/addresses.d/\(name).address")
    }
    let made = try PeerProcess([
      Peers.program("python"), "-c",
      """
      import boto3
      from botocore.config import Config
      boto3.client("s3", endpoint_url="\(server.url)", region_name="us-east-1",
        aws_access_key_id="\(server.accessID)", aws_secret_access_key="\(server.accessSecret)",
        config=Config(s3={"addressing_style": "path"})).create_bucket(Bucket="bucket")
      """,
    ])
    guard made.waitForEnd() == 0 else { throw Problem(made.said) }
  }
}
