import HTTP
import Synchronization
import TestSupport
import Testing

@testable import S3

/// A server that answers every request alike.
private func server(
  _ status: Int, _ body: String, headers: [String] = []
) throws -> StubServer {
  try StubServer { request, connection in
    _ = connection.read(request.contentLength)
    connection.answer(status, headers, body: Array(body.utf8))
    return true
  }
}

@Suite struct OddAnswerTests {
  @Test("a success whose document is an error, a web page or half is none")
  func falseSuccess() throws {
    let key = Array("k".utf8)
    let cases: [(body: String, word: String)] = [
      ("<Error><Code>InternalError</Code></Error>", "server"),
      ("  \n\n<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>", "denied"),
      ("<html><body>Log in</body></html>", "notS3"),
      ("<!DOCTYPE html><html></html>", "notS3"),
      ("<CompleteMultipartUploadResult><ETag>\"x\"</ETag>", "malformed"),
    ]
    for item in cases {
      let server = try server(200, item.body)
      let client = try Stores.client(server.url, bucket: "bucket")
      let found = Stores.failure {
        let part = S3Part(number: 1, tag: "x")
        _ = try client.completeUpload(key, upload: "u", parts: [part])
      }
      #expect(found.word == item.word, "\(item.body): \(found.text)")
      server.stop()
    }
  }

  @Test("a list that is a web page, half, or for ever the same is an error")
  func lists() throws {
    let entry =
      "<Contents><Key>a</Key><Size>1</Size><LastModified>2026-11-22T00:00:00Z</LastModified>"
      + "</Contents>"
    let cases: [(body: String, word: String)] = [
      ("<html><body>Hello</body></html>", "notS3"), ("{\"a\": 1}", "notS3"),
      ("<ListBucketResult><IsTruncated>false</IsTruncated>", "malformed"),
      ("", "malformed"),
      (
        "<ListBucketResult>\(entry)<IsTruncated>true</IsTruncated><NextContinuationToken>t"
          + "</NextContinuationToken></ListBucketResult>", "malformed"
      ),
      (
        "<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>t"
          + "</NextContinuationToken></ListBucketResult>", "malformed"
      ),
    ]
    for item in cases {
      let server = try server(200, item.body)
      let client = try Stores.client(server.url, bucket: "bucket")
      let found = Stores.failure { _ = try Stores.keys(client, S3Listing(prefix: [])) }
      #expect(found.word == item.word, "\(item.body): \(found.text)")
      #expect(server.requests <= 2)
      server.stop()
    }
  }

  @Test("a bucket in another region is asked there once, and from then on")
  func regions() throws {
    let scopes = Mutex<[String]>([])
    let server = try StubServer { request, connection in
      _ = connection.read(request.contentLength)
      let scope = request["Authorization"]?.split(separator: "/").dropFirst(2).first ?? ""
      scopes.withLock { $0.append(String(scope)) }
      if scope == "eu-west-1" {
        connection.answer(200, ["ETag: \"t\""])
      } else {
        connection.answer(
          400,
          body: Array(
            "<Error><Code>AuthorizationHeaderMalformed</Code><Region>eu-west-1</Region></Error>"
              .utf8))
      }
      return true
    }
    let client = try Stores.client(server.url, bucket: "bucket")
    for _ in 0..<2 {
      #expect(try client.put(Array("k".utf8), body: .bytes([1, 2])).tag == "t")
    }
    #expect(scopes.withLock { $0 } == ["us-east-1", "eu-west-1", "eu-west-1"])
    #expect(client.endpoint.region == "eu-west-1")
    server.stop()
  }

  @Test("a range that is not the asked one is refused before any byte of it is taken")
  func ranges() throws {
    let cases: [(status: Int, headers: [String])] = [
      (200, []), (206, ["Content-Range: bytes 0-4/100"]), (206, []),
      (206, ["Content-Range: bytes 10-20/100"]),
    ]
    for item in cases {
      let server = try server(item.status, "hello", headers: item.headers)
      let client = try Stores.client(server.url, bucket: "bucket")
      var taken = 0
      let found = Stores.failure {
        _ = try client.get(Array("k".utf8), range: 10..<15) { taken += $0.count }
      }
      #expect(found.word == "malformed" && taken == 0, "\(item)")
      server.stop()
    }
  }

  @Test("the caller's own error comes back as it was")
  func own() throws {
    struct Full: Error {}
    let server = try server(200, "hello")
    let client = try Stores.client(server.url, bucket: "bucket")
    do throws(S3Error) {
      _ = try client.get([0x6B]) { _ in throw Full() }
      Issue.record("it was read")
    } catch {
      guard case .own(let own) = error.reason else {
        Issue.record("\(error)")
        return
      }
      #expect(own is Full)
    }
    server.stop()
  }
}
