import Foundation
import Synchronization
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

  @Test("a store with a certificate of its own is trusted if its address names the authority")
  func authority() throws {
    try DaemonFixture.with("authority") { ferry in
      let store = try ferry.makeFolder("store")
      _ = try ferry.makeFolder("store/bucket")
      let (pem, key) = (ferry.folder + "/own.pem", ferry.folder + "/own.key")
      let made = try PeerProcess([
        "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
        "/CN=ferry test", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", pem,
      ])
      #expect(made.waitForEnd() == 0)
      let server = try RcloneS3Server(store, options: ["--cert", pem, "--key", key])
      let secret = ferry.folder + "/right"
      try Texts.write(server.accessSecret + "\n", to: secret)
      chmod(secret, 0o600)
      let url = server.url.replacing("http:", with: "https:")
      for (name, more) in [
        ("known", ["AuthorityFile=\(pem)"]), ("unknown", []),
        ("nothing", ["AuthorityFile=\(ferry.folder)/nothing.pem"]),
      ] {
        let lines =
          ["[Address]"] + address(url, "bucket", server.accessID, secret) + more
          + ["PathStyle=yes", ""]
        try Texts.write(
          lines.joined(separator: "\n"), to: "\(ferry.etc)/addresses.d/\(name).address")
      }
      try ferry.makePair()
      try Tree.write(ferry.folder + "/source", Array("a".utf8), [1, 2, 3])
      try ferry.writePlainJob("there", from: "src", to: "known")
      try ferry.start()
      #expect(try ferry.ferry("verify-address", "known").status == 0)
      for name in ["unknown", "nothing"] {
        let said = try ferry.ferry("verify-address", name, "--json")
        #expect(said.data["ErrorMessage"].text.contains("certificate"), "\(said)")
      }
      #expect(try ferry.ended("there").moved == 1)
    }
  }

  @Test("the token of a temporary key goes with each request, and is told nowhere")
  func token() throws {
    try DaemonFixture.with("token") { ferry in
      let tokens = Mutex<[String?]>([])
      let store = try StubServer { request, connection in
        tokens.withLock { $0.append(request["x-amz-security-token"]) }
        return connection.answer(
          200,
          body: Array("<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>".utf8))
      }
      let secret = ferry.folder + "/two-lines"
      try Texts.write("the-secret-itself\nthe-token-of-the-file\n", to: secret)
      chmod(secret, 0o600)
      let lines = ["[Address]"] + address(store.url, "bucket", "ASIA", secret) + [""]
      try Texts.write(
        lines.joined(separator: "\n"), to: "\(ferry.etc)/addresses.d/by-file.address")
      try ferry.start()
      let create = [
        "create-address", "by-request", "--address-type=s3", "--bucket=bucket",
        "--domain=\(store.url)", "--access-id=ASIA", "--access-secret=-", "--security-token=-",
      ]
      let made = try typed(ferry, "the-secret-itself\nthe-token-of-the-request\n", create)
      #expect(made.status == 0, "\(made)")
      for name in ["by-file", "by-request"] {
        let said = try ferry.ferry("verify-address", name)
        #expect(said.status == 0, "\(said)")
        let told = try ferry.ferry("get-address", name, "--json")
        #expect(!told.out.contains("the-token"), "\(told)")
      }
      let update = ["update-address", "by-request", "--access-secret", "-"]
      #expect(try typed(ferry, "a-lasting-secret\n", update).status == 0)
      #expect(try ferry.ferry("verify-address", "by-request").status == 0)
      let seen = tokens.withLock { $0 }
      #expect(Set(seen) == ["the-token-of-the-file", "the-token-of-the-request", nil])
      let database = FileManager.default.contents(atPath: ferry.state + "/ferry.db") ?? Data()
      #expect(!database.isEmpty && database.range(of: Data("the-token".utf8)) == nil)
    }
  }

  /// A call whose standard input is a text.
  private func typed(_ ferry: DaemonFixture, _ text: String, _ words: [String]) throws
    -> DaemonFixture.Said
  {
    let file = ferry.folder + "/typed"
    try Texts.write(text, to: file)
    return try ferry.ferry(words, prefix: ["/bin/sh", "-c", "exec \"$@\" < '\(file)'", "sh"])
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
