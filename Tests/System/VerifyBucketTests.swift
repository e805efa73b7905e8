import Foundation
import TestSupport
import Testing

@Suite(
  .daemonLog, .enabled(if: System.isAskedFor, System.how),
  .enabled(if: Peers.areThere, "\(Peers.how)"))
struct VerifyBucketTests {
  @Test("verify-address tells of a bucket what is wrong, and leaves nothing in it")
  func verify() throws {
    try DaemonFixture.with("verify-bucket") { ferry in
      let store = try ferry.makeFolder("store")
      _ = try ferry.makeFolder("store/bucket")
      let server = try RcloneS3Server(store)
      for (name, secret) in [("right", server.accessSecret), ("wrong", "not-the-secret")] {
        try Texts.write(secret + "\n", to: "\(ferry.folder)/\(name)")
        chmod("\(ferry.folder)/\(name)", 0o600)
      }
      let id = server.accessID
      let cases: [(name: String, lines: [String], code: String)] = [
        ("good", address(server.url, "bucket", id, ferry.folder + "/right"), ""),
        ("deep", address(server.url, "bucket", id, ferry.folder + "/right") + ["Prefix=a/b/"], ""),
        (
          "secret", address(server.url, "bucket", id, ferry.folder + "/wrong"),
          "SignatureDoesNotMatch"
        ),
        (
          "key", address(server.url, "bucket", "no-such-key", ferry.folder + "/right"),
          "InvalidAccessKeyId"
        ),
        ("gone", address(server.url, "nowhere", id, ferry.folder + "/right"), "NoSuchBucket"),
        (
          "port", address("http://127.0.0.1:1", "bucket", id, ferry.folder + "/right"),
          "Unreachable"
        ),
        (
          "tls",
          address(
            server.url.replacing("http:", with: "https:"), "bucket", id, ferry.folder + "/right"),
          "Unreachable"
        ),
        ("file", address(server.url, "bucket", id, ferry.folder + "/none"), "SecretUnavailable"),
        ("upyun", ["Type=upyun", "Bucket=x-y"], "ImportAddressTypeInvalid"),
      ]
      for item in cases {
        try Texts.write(
          (["[Address]"] + item.lines + [""]).joined(separator: "\n"),
          to: "\(ferry.etc)/addresses.d/\(item.name).address")
      }
      try ferry.writeAddress("src", try ferry.makeFolder("source"))
      // What a job writes is tried by writing.
      try ferry.writeJob("job", from: "src", to: "deep", "Enabled=no\n")
      try ferry.start()
      for item in cases {
        let said = try ferry.ferry("verify-address", item.name, "--json")
        #expect(said.data["ErrorCode"].text == item.code, "\(item.name): \(said)")
        #expect(said.status == (item.code.isEmpty ? 0 : 1))
        let text = said.data["ErrorMessage"].text
        #expect(!text.contains(server.accessSecret) && !text.contains("not-the-secret"))
      }
      #expect(try files(below: store + "/bucket") == [])
      server.process.stop()
      let said = try ferry.ferry("verify-address", "good", "--json")
      #expect(said.data["ErrorCode"].text == "Unreachable", "\(said)")
      #expect(ferry.stop() == 0)
    }
  }

  private func address(
    _ url: String, _ bucket: String, _ id: String, _ secret: String
  ) -> [String] {
    [
      "Type=s3", "Bucket=\(bucket)", "Domain=\(url)", "AccessId=\(id)",
      "AccessSecretFile=\(secret)",
    ]
  }

  private func files(below folder: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder).filter { path in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: "\(folder)/\(path)", isDirectory: &isFolder)
        && !isFolder.boolValue
    }
  }
}
