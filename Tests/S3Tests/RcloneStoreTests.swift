import Calendar
import Codecs
import Foundation
import HTTP
import Platform
import TestSupport
import Testing

@testable import S3

/// Against a server that compares signatures strictly.
@Suite(.enabled(if: Peers.areThere, "\(Peers.how)")) struct RcloneStoreTests {
  @Test("odd keys are written, listed, looked at, read, copied and deleted with right signatures")
  func oddKeys() throws {
    try Scratch.with("s3") { folder in
      let server = try rclone(folder)
      let client = try Stores.client(server.url, bucket: "bucket")
      // A file cannot be a folder as well, and rclone takes two spellings of an accent for one.
      let keys = Stores.oddKeys.filter { $0 != Array("x".utf8) && $0 != Array("e\u{301}".utf8) }
      for key in keys {
        var headers = S3Headers()
        headers.setChanged(1_700_000_000_123_456_789)
        let written = try client.put(key, body: .bytes(key), headers: headers)
        #expect(written.tag == tag(of: key))
      }
      #expect(try Stores.keys(client, S3Listing(prefix: [])).keys == keys)
      for key in keys {
        let found = try client.head(key)
        #expect(found.size == Int64(key.count) && found.tag == tag(of: key))
        #expect(found.changed == 1_700_000_000_123_456_789)
        #expect(try Stores.content(client, key) == key)
        try client.delete(key)
        try client.delete(key)
      }
      #expect(try Stores.keys(client, S3Listing(prefix: [])).keys.isEmpty)
      #expect(client.connections == 1)
    }
  }

  @Test("bodies come from bytes, a buffer and a stream, and ranges are read")
  func bodies() throws {
    try Scratch.with("s3") { folder in
      let server = try rclone(folder)
      let client = try Stores.client(server.url, bucket: "bucket")
      var random = SeededRandom(seed: 3)
      let content = (0..<300_000).map { _ in UInt8.random(in: .min ... .max, using: &random) }
      let key = Array("big".utf8)
      _ = try client.put(key, body: .bytes(content))
      try content.withUnsafeBytes { _ = try client.put(key, body: .buffer($0)) }
      var position = 0
      let stream = HTTPBody.stream(
        length: Int64(content.count),
        read: { buffer in
          let part = content[position..<min(position + buffer.count, content.count)]
          buffer.copyBytes(from: part)
          position += part.count
          return part.count
        }, rewind: { position = 0 })
      _ = try client.put(key, body: stream)
      #expect(try Stores.content(client, key) == content)
      #expect(
        try Stores.content(client, key, range: 1_000..<1_010) == Array(content[1_000..<1_010]))
      #expect(try Stores.content(client, key, range: 0..<300_000) == content)
      _ = try client.put(key, body: .none)
      #expect(try Stores.content(client, key).isEmpty)
      try client.headBucket()
    }
  }

  @Test("a digest that does not fit is refused")
  func digests() throws {
    try Scratch.with("s3") { folder in
      let server = try rclone(folder)
      let client = try Stores.client(server.url, bucket: "bucket")
      var headers = S3Headers()
      headers.md5 = [UInt8](repeating: 1, count: 16)
      let found = Stores.failure { _ = try client.put([0x61], body: .bytes([1]), headers: headers) }
      #expect(found.word == "badDigest", "\(found.text)")
    }
  }

  @Test("a wrong secret, ID, bucket, key or clock is told as what it is, without the secret")
  func refusals() throws {
    try Scratch.with("s3") { folder in
      let server = try rclone(folder)
      let wrong = try Stores.client(server.url, bucket: "bucket", secret: "wrong-secret-0123")
      let unknown = try Stores.client(server.url, bucket: "bucket", id: "unknown-key-0123")
      let nowhere = try Stores.client(server.url, bucket: "nowhere")
      let right = try Stores.client(server.url, bucket: "bucket")
      let late = try Stores.client(server.url, bucket: "bucket") {
        WallClock.now().advanced(byMicroseconds: -3_600_000_000)
      }
      let cases: [(client: S3Client, word: String)] = [
        (wrong, "signature"), (unknown, "invalidAccessKey"), (nowhere, "noSuchBucket"),
        (late, "clockSkew"),
      ]
      for item in cases {
        let found = Stores.failure { _ = try Stores.keys(item.client, S3Listing(prefix: [])) }
        #expect(found.word == item.word, "\(found.text)")
        #expect(!found.text.contains("secret-0123") && found.text.contains("127.0.0.1"))
      }
      let missing = Array("missing".utf8)
      #expect(Stores.failure { _ = try right.head(missing) }.word == "noSuchKey")
      #expect(Stores.failure { _ = try Stores.content(right, missing) }.word == "noSuchKey")
      server.process.stop()
      #expect(Stores.failure { _ = try right.head(missing) }.word == "transport")
    }
  }

  @Test("an object of three parts is put together in order, whatever order they came in")
  func parts() throws {
    try Scratch.with("s3") { folder in
      let server = try rclone(folder)
      let client = try Stores.client(server.url, bucket: "bucket")
      let key = Array("dir/in parts".utf8)
      var headers = S3Headers()
      headers.setChanged(1_700_000_000_500_000_000)
      let upload = try client.createUpload(key, headers: headers)
      let contents = (1...3).map { [UInt8](repeating: UInt8($0), count: 5 << 20) }
      var parts: [S3Part] = []
      for number in [2, 3, 1] {
        let written = try client.uploadPart(
          key, upload: upload, number: number, body: .bytes(contents[number - 1]))
        #expect(written.tag == tag(of: contents[number - 1]))
        parts.append(S3Part(number: number, tag: written.tag, size: 5 << 20))
      }
      parts.sort { $0.number < $1.number }
      #expect(try client.listParts(key, upload: upload) == parts)
      let uploads = try client.listUploads(prefix: Array("dir/".utf8))
      #expect(uploads.map(\.key) == [key] && uploads.map(\.id) == [upload])
      _ = try client.completeUpload(key, upload: upload, parts: parts)
      #expect(try Stores.content(client, key) == Array(contents.joined()))
      #expect(try client.head(key).changed == 1_700_000_000_500_000_000)
      let second = try client.createUpload(key)
      try client.abortUpload(key, upload: second)
      try client.abortUpload(key, upload: second)
    }
  }

  private func rclone(_ folder: String) throws -> RcloneS3Server {
    try FileManager.default.createDirectory(
      atPath: folder + "/bucket", withIntermediateDirectories: false)
    return try RcloneS3Server(folder)
  }

  private func tag(of content: [UInt8]) -> String {
    var digest = MD5()
    digest.add(content[...])
    return digest.digest().lowercased()
  }
}
