import Calendar
import HTTP
import Migration
import Platform
import TestSupport

@testable import S3

/// Clients of the stores that tests talk to.
enum Stores {
  /// A client of a server on this machine, with the bucket in the path.
  static func client(
    _ url: String, bucket: String, id: String = "ferry-test-key",
    secret: String = "ferry-test-secret", kind: String = "s3",
    now: @escaping () -> Instant = WallClock.now
  ) throws -> S3Client {
    guard let kind = ServiceKind.named(kind),
      let endpoint = S3Endpoint(BucketPlace(kind: kind, bucket: bucket, domain: url))
    else { throw StubError(text: "\(url) is no place") }
    return try S3Client(
      endpoint: endpoint, credentials: S3Credentials(accessID: id, secret: Secret(secret)),
      now: now)
  }

  /// A client of moto, with a bucket made.
  static func client(
    _ server: MotoServer, bucket: String, kind: String = "s3"
  ) throws -> S3Client {
    let client = try client(server.url, bucket: bucket, kind: kind)
    _ = try client.send(S3Call(action: "make", method: "PUT"))
    return client
  }

  /// The whole content of an object.
  static func content(
    _ client: S3Client, _ key: [UInt8], range: Range<Int64>? = nil, ifMatch tag: String? = nil
  ) throws -> [UInt8] {
    var content: [UInt8] = []
    _ = try client.get(key, range: range, ifMatch: tag) { content.append(contentsOf: $0) }
    return content
  }

  /// All keys, and how many pages they came in.
  static func keys(
    _ client: S3Client, _ listing: S3Listing
  ) throws -> (keys: [[UInt8]], pages: Int) {
    var listing = listing
    var page = S3Page()
    var (keys, pages): ([[UInt8]], Int) = ([], 0)
    while try client.list(&listing, into: &page) {
      keys += page.entries.indices.map { page.key($0) }
      pages += 1
    }
    return (keys, pages)
  }

  /// The kind of error that a request meets, and its sentence.
  static func failure(_ body: () throws -> Void) -> (word: String, text: String) {
    do {
      try body()
      return ("none", "")
    } catch let error as S3Error {
      return (String("\(error.reason)".prefix { $0 != "(" }), "\(error)")
    } catch {
      return ("another", "\(error)")
    }
  }

  /// Keys that a path or an XML has trouble with; in the order of their bytes.
  static let oddKeys: [[UInt8]] = {
    let texts = [
      "a b", "a+b", "100%", "%2F", "~", "a=b", "a&b", "it's", "(x)", "a*b", "a!b", "a@b", "a:b",
      "a,b", "a;b", "a$b", "[x]", "a#b", "a?b", "{x}", "\"q\"", "<x>", "a|b", "a^b", "a`b",
      " leading", "trailing ", "目录/文件", "é", "e\u{301}", "dir/deep/file.txt", "A", "&amp;",
      "x", "x/y", "\u{1F600}",
    ]
    return texts.map { Array($0.utf8) }.sorted { $0.lexicographicallyPrecedes($1) }
  }()
}
