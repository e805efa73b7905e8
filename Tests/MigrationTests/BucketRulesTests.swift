import Calendar
import Migration
import Testing

@Suite struct BucketRulesTests {
  @Test("what names a bucket, a region, a domain and a key is judged by its bytes")
  func rules() {
    let long = String(repeating: "a", count: 256)
    let cases: [(name: String, rule: (String) -> String?, right: [String], wrong: [String])] = [
      (
        "bucket", BucketRules.problem(withBucket:),
        ["abc", "photos.2026", "my_bucket-1", "Old.Name", "photos-1250000000"],
        ["", "ab", "-ab", ".ab", "a b c", "a/b", "größe", "abc\n", long]
      ),
      (
        "prefix", BucketRules.problem(withPrefix:),
        ["", "photos/", "a/b/", "größe/", "./", "a//"],
        ["photos", "/photos/", "/", "a\nb/", String(repeating: "a", count: 1024) + "/"]
      ),
      (
        "region", BucketRules.problem(withRegion:),
        ["", "eu-central-1", "oss-cn-hangzhou", "us_east", "z0"],
        ["eu central", "eu/1", "eu.1", String(repeating: "a", count: 64)]
      ),
      (
        "domain", BucketRules.problem(withDomain:),
        [
          "", "minio.example", "minio:9000", "http://127.0.0.1:9000", "https://s3.example",
          "[::1]:9000", "http://[fe80::1]", "a_b.example",
        ],
        [
          "http://", "minio/", "https://s3.example/path", "minio:0", "minio:65536", "minio:9a",
          "ftp://minio", "user@minio", "https://a:b@minio", "a..b", ".a", "a b", "-a", "[]", "[::1",
          "[::1]x", "[::1]x9", "https://https://a", "minio?x", "minio:", "größe",
        ]
      ),
      (
        "access ID", BucketRules.problem(withAccessID:), ["A", "AKIA/+=.x"],
        ["", "A K", "A\n", "ü", String(repeating: "A", count: 257)]
      ),
      (
        "secret", { BucketRules.problem(withSecret: $0) }, ["s", "with blanks", "ü+/="],
        ["two\nlines", "nul\0", String(repeating: "s", count: 4097)]
      ),
      (
        "credential", SecretSource.problem(withCredential:), ["nas", "nas.secret", "a-b_c@1"],
        ["", ".", "..", "a/b", "a:b", "a b", "ferry.key", long]
      ),
    ]
    for (name, rule, right, wrong) in cases {
      for text in right { #expect(rule(text) == nil, "\(name) \(text)") }
      for text in wrong {
        let problem = rule(text)
        #expect(problem != nil, "\(name) \(text.debugDescription)")
        // A secret in the wrong place is not shown.
        if text.utf8.count > 9 { #expect(problem?.contains(text) != true, "\(text)") }
      }
    }
  }

  @Test("each kind of store has its row and is found by its word")
  func kinds() {
    #expect(Set(ServiceKind.all.map(\.word)).count == ServiceKind.all.count)
    for kind in ServiceKind.all { #expect(ServiceKind.named(kind.word) == kind) }
    #expect(ServiceKind.named("local") == nil)
    for kind in ServiceKind.all {
      #expect(BucketRules.missingSite(of: kind, region: "eu", domain: "host") == nil)
    }
    #expect(
      ServiceKind.named("s3").map { BucketRules.missingSite(of: $0, region: "", domain: "") }
        == "a region or a domain")
  }

  @Test("a bucket can be a side of a job, but for those of stores that no transport reaches")
  func pairs() throws {
    let folder = try site("folder", .local(LocalPath("/srv/photos/")))
    let other = try site("other", .local(LocalPath("/srv/photos/2026/")))
    let nas = try site("nas", bucket("s3", "photos", prefix: "2026/"))
    #expect(nas.location.text == "s3://photos/2026/ at nas:9000")
    #expect(throws: Never.self) {
      try PairRules.check(source: folder, destination: nas)
      try PairRules.check(source: nas, destination: folder)
      try PairRules.check(source: nas, destination: try site("far", bucket("s3", "far")))
      try PathRules(own: [LocalPath("/var/lib/ferry/")]).check(nas.location, origin: .api)
    }
    let upyun = try site("cloud", bucket("upyun", "photos"))
    let blobs = try site("blobs", bucket("azure", "photos"))
    #expect(throws: Never.self) { try PairRules.check(source: folder, destination: blobs) }
    for (source, destination, code, words) in [
      (folder, upyun, RefusalCode.invalidAddressType, "UPYUN is not served"),
      (upyun, folder, .invalidAddressType, "UPYUN is not served"),
      (folder, other, .invalidArgument, "lies inside the source"),
      (nas, nas, .invalidArgument, "parts of each other"),
      (nas, try site("all", bucket("s3", "photos")), .invalidArgument, "feed itself"),
    ] {
      let refusal = #expect(throws: Refusal.self) {
        try PairRules.check(source: source, destination: destination)
      }
      #expect(refusal?.code == code)
      #expect(refusal?.message.contains(words) == true)
    }
  }

  private func bucket(
    _ kind: String, _ name: String, prefix: String = ""
  ) throws -> Address.Location {
    .bucket(
      BucketPlace(
        kind: try #require(ServiceKind.named(kind)), bucket: name, prefix: prefix,
        domain: "nas:9000"))
  }

  private func site(_ name: String, _ location: Address.Location) throws -> Address {
    Address(
      name: try Name(name, of: "address"), version: "v", location: location, origin: .api,
      created: .init(microseconds: 0), modified: .init(microseconds: 0))
  }
}
