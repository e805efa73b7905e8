import Foundation
import HTTP
import TestSupport
import Testing

@testable import S3

/// Against a server that keeps any key, and knows versions, conditions and storage classes.
@Suite(.enabled(if: Peers.areThere, "\(Peers.how)")) struct MotoStoreTests {
  @Test("any key is kept as its bytes: dots, doubled slashes, control characters, a thousand bytes")
  func oddKeys() throws {
    let server = try MotoServer()
    let client = try Stores.client(server, bucket: "bucket")
    let more = [
      "a//b", "a/./b", "a/../b", "/leading", "dir/", "a\u{1}b", "a\tb", "a\u{7F}b",
      String(repeating: "k", count: 1_000),
    ]
    let keys = (Stores.oddKeys + more.map { Array($0.utf8) }).sorted {
      $0.lexicographicallyPrecedes($1)
    }
    for key in keys { _ = try client.put(key, body: .bytes(key)) }
    #expect(try Stores.keys(client, S3Listing(prefix: [])).keys == keys)
    for key in keys {
      #expect(try client.head(key).size == Int64(key.count))
      #expect(try Stores.content(client, key) == key)
    }
  }

  @Test("a list comes in pages, from the start or after a key, by either form of lists")
  func pages() throws {
    let server = try MotoServer()
    for (bucket, kind) in [("second", "s3"), ("first", "obs")] {
      let client = try Stores.client(server, bucket: bucket, kind: kind)
      let keys = (0..<25).map { Array("p/\($0 + 100) é+".utf8) }
      for key in keys { _ = try client.put(key, body: .none) }
      _ = try client.put(Array("q".utf8), body: .none)
      let prefix = Array("p/".utf8)
      let all = try Stores.keys(client, S3Listing(prefix: prefix, pageSize: 7))
      #expect(all.keys == keys && all.pages == 4, "\(kind)")
      let rest = try Stores.keys(client, S3Listing(prefix: prefix, after: keys[9], pageSize: 7))
      #expect(rest.keys == Array(keys[10...]), "\(kind)")
      #expect(try Stores.keys(client, S3Listing(prefix: Array("z".utf8))).keys.isEmpty)
      var listing = S3Listing(prefix: [], delimiter: [UInt8(ascii: "/")])
      var page = S3Page()
      #expect(try client.list(&listing, into: &page))
      #expect(page.prefixes == [prefix] && page.key(0) == Array("q".utf8))
      #expect(try !client.list(&listing, into: &page) && page.count == 0)
    }
  }

  @Test("type, metadata and storage class are kept, and replaced by a copy that says so")
  func descriptions() throws {
    let server = try MotoServer()
    let client = try Stores.client(server, bucket: "bucket")
    let (key, copy) = (Array("a b.txt".utf8), Array("copies/a b.txt".utf8))
    var headers = S3Headers()
    headers.contentType = ContentType.ofKey(key)
    headers.storageClass = "STANDARD_IA"
    headers.metadata = ["a": "1", "a-b": "two  blanks"]
    headers.described = ["cache-control": "max-age=60", "content-disposition": "inline", "x": "no"]
    headers.setChanged(1_700_000_000_000_000_001)
    let written = try client.put(key, body: .bytes([1, 2, 3]), headers: headers)
    let found = try client.head(key)
    #expect(found.contentType == "text/plain" && found.storageClass == "STANDARD_IA")
    #expect(found.described == ["cache-control": "max-age=60", "content-disposition": "inline"])
    #expect(found.metadata["a"] == "1" && found.changed == 1_700_000_000_000_000_001)
    var (listing, page) = (S3Listing(prefix: []), S3Page())
    #expect(try client.list(&listing, into: &page))
    #expect(page.storageClass(0) == "STANDARD_IA" && page.tag(0) == written.tag)
    let copied = try client.copy(from: (bucket: "bucket", key: key), to: copy)
    #expect(copied.tag == written.tag)
    #expect(try client.head(copy).metadata["a"] == "1")
    var other = S3Headers()
    other.contentType = "image/png"
    _ = try client.copy(
      from: (bucket: "bucket", key: key), to: copy, headers: other, ifMatch: written.tag)
    #expect(try client.head(copy).contentType == "image/png")
    #expect(try client.head(copy).metadata.isEmpty)
  }

  @Test("conditions hold, and uploads are made of ranges of another object")
  func conditions() throws {
    let server = try MotoServer()
    let client = try Stores.client(server, bucket: "bucket")
    let key = Array("k".utf8)
    let old = try client.put(key, body: .bytes([1])).tag
    #expect(try Stores.content(client, key, ifMatch: old) == [1])
    _ = try client.put(key, body: .bytes([UInt8](repeating: 7, count: 6 << 20)))
    #expect(
      Stores.failure { _ = try Stores.content(client, key, ifMatch: old) }.word
        == "preconditionFailed")
    var headers = S3Headers()
    headers.onlyIfAbsent = true
    #expect(
      Stores.failure { _ = try client.put(key, body: .none, headers: headers) }.word
        == "preconditionFailed")
    let made = Array("made".utf8)
    let upload = try client.createUpload(made)
    let first = try client.uploadPartCopy(
      made, upload: upload, number: 1, from: (bucket: "bucket", key: key), range: 0..<(5 << 20))
    let last = try client.uploadPart(made, upload: upload, number: 2, body: .bytes([9]))
    let parts = [S3Part(number: 1, tag: first.tag), S3Part(number: 2, tag: last.tag)]
    let whole = try client.completeUpload(made, upload: upload, parts: parts)
    #expect(whole.tag.hasSuffix("-2"))
    #expect(try client.head(made).size == 5 << 20 + 1)
    #expect(
      Stores.failure { _ = try client.listParts(made, upload: upload) }.word == "noSuchUpload")
    let small = try client.createUpload(made)
    let parts2 = try [1, 2].map { number in
      S3Part(
        number: number,
        tag: try client.uploadPart(made, upload: small, number: number, body: .bytes([1])).tag)
    }
    #expect(
      Stores.failure { _ = try client.completeUpload(made, upload: small, parts: parts2) }.text
        .contains("EntityTooSmall"))
  }
}
