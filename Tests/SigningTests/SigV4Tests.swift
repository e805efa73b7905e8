import Calendar
import Foundation
import Platform
import Testing

@testable import Signing

private let published = (
  id: "AKIAIOSFODNN7EXAMPLE", secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
)

/// The value of a header among those that a signature adds.
private func value(
  _ name: String, _ headers: [(name: String, value: String)]
) -> String {
  headers.first { $0.name == name }?.value ?? ""
}

private func bytes(_ hex: some StringProtocol) -> [UInt8] { HexText.decode(String(hex)) ?? [] }

/// Pairs of a line of the vectors.
private func pairs(_ text: some StringProtocol) -> [(name: String, value: [UInt8])] {
  text.split(separator: ",").map { pair in
    let halves = pair.split(separator: "=", omittingEmptySubsequences: false)
    return (String(decoding: bytes(halves[0]), as: UTF8.self), bytes(halves[1]))
  }
}

@Suite struct SigV4Tests {
  @Test("the four requests of Amazon's documentation are signed as it says")
  func documented() throws {
    // Source: "Authenticating Requests: Using the Authorization Header", Amazon S3 API Reference.
    let host = (name: "host", value: "examplebucket.s3.amazonaws.com")
    let content = try SHA256.digest(of: Array("Welcome to Amazon S3.".utf8))
    var path: [UInt8] = []
    PercentEncoding.append(Array("/test$file.text".utf8), keepsSlash: true, to: &path)
    let cases: [(request: SigV4Request, headers: String, signature: String)] = [
      (
        SigV4Request(
          method: "GET", path: "/test.txt", headers: [host, ("range", "bytes=0-9")]),
        "host;range;x-amz-content-sha256;x-amz-date",
        "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"
      ),
      (
        SigV4Request(
          method: "PUT", path: String(decoding: path, as: UTF8.self),
          headers: [
            ("date", "Fri, 24 May 2013 00:00:00 GMT"), host,
            ("x-amz-storage-class", "REDUCED_REDUNDANCY"),
          ], payload: .digest(content)),
        "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
        "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"
      ),
      (
        SigV4Request(
          method: "GET", path: "/", query: PercentEncoding.query([("lifecycle", [])]),
          headers: [host]),
        "host;x-amz-content-sha256;x-amz-date",
        "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"
      ),
      (
        SigV4Request(
          method: "GET", path: "/",
          query: PercentEncoding.query([("prefix", Array("J".utf8)), ("max-keys", Array("2".utf8))]
          ),
          headers: [host]),
        "host;x-amz-content-sha256;x-amz-date",
        "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"
      ),
    ]
    var signer = SigV4(
      accessID: published.id, secret: Secret(published.secret), region: "us-east-1")
    for item in cases {
      let headers = try signer.sign(item.request, at: Instant(seconds: 1_369_353_600))
      #expect(
        value("authorization", headers)
          == "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
          + "SignedHeaders=\(item.headers),Signature=\(item.signature)")
      #expect(value("x-amz-date", headers) == "20130524T000000Z")
    }
  }

  @Test("odd keys, queries and headers are encoded and signed as botocore does")
  func botocore() throws {
    let path = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../Fixtures/sigv4-vectors.tsv").path
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    #expect(lines.count == 107)
    for line in lines {
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
      var key: [UInt8] = [UInt8(ascii: "/")]
      PercentEncoding.append(bytes(fields[1]), keepsSlash: true, to: &key)
      #expect(String(decoding: key, as: UTF8.self) == fields[7])
      let query = queryText(fields[2])
      #expect(query == fields[8])
      let request = SigV4Request(
        method: String(fields[0]), path: String(fields[7]), query: query,
        headers: [("host", "bucket.example.com")]
          + pairs(fields[3]).map { ($0.name, String(decoding: $0.value, as: UTF8.self)) },
        payload: fields[4] == "UNSIGNED-PAYLOAD" ? .unsigned : .none)
      var signer = SigV4(
        accessID: "AKIDEXAMPLE", secret: Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
        region: String(fields[5]))
      let now = Instant(seconds: Int64(fields[6]) ?? 0)
      let headers = try signer.sign(request, at: now)
      let authorization = value("authorization", headers)
      #expect(authorization.hasSuffix("Signature=\(fields[10])"), "\(line)")
      #expect(authorization.contains("SignedHeaders=\(fields[9]),"))
    }
  }

  /// Names of the vectors may be any bytes, which a name of ours never is.
  private func queryText(_ field: some StringProtocol) -> String {
    let texts = field.split(separator: ",").map { pair in
      let halves = pair.split(separator: "=", omittingEmptySubsequences: false)
      var (name, value): ([UInt8], [UInt8]) = ([], [])
      PercentEncoding.append(bytes(halves[0]), to: &name)
      PercentEncoding.append(bytes(halves[1]), to: &value)
      return (String(decoding: name, as: UTF8.self), String(decoding: value, as: UTF8.self))
    }
    return texts.sorted { $0 < $1 }.map { "\($0.0)=\($0.1)" }.joined(separator: "&")
  }

  @Test("a token of a temporary key is sent and signed")
  func token() throws {
    var signer = SigV4(
      accessID: published.id, secret: Secret(published.secret), token: Secret("token/+="),
      region: "us-east-1")
    let headers = try signer.sign(
      SigV4Request(method: "GET", path: "/", headers: [("host", "h")]),
      at: Instant(seconds: 1_369_353_600))
    #expect(value("x-amz-security-token", headers) == "token/+=")
    #expect(
      value("authorization", headers)
        .contains("SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token,"))
  }

  @Test("the day's key follows the day, back and forth")
  func days() throws {
    let request = SigV4Request(method: "GET", path: "/", headers: [("host", "h")])
    var kept = SigV4(accessID: "id", secret: Secret("secret"), region: "r")
    for seconds: Int64 in [0, 86_399, 86_400, 1, 1_700_000_000, -1, 4_102_444_800] {
      var fresh = SigV4(accessID: "id", secret: Secret("secret"), region: "r")
      let instant = Instant(seconds: seconds)
      #expect(
        value("authorization", try kept.sign(request, at: instant))
          == value("authorization", try fresh.sign(request, at: instant)))
    }
    #expect(SigV4.timeText(of: Instant(seconds: 951_827_696)) == "20000229T123456Z")
  }

  @Test("a digest in pieces is that of the whole")
  func pieces() throws {
    let text = Array("Welcome to Amazon S3.".utf8)
    var stream = try SHA256Stream()
    try text[..<5].withUnsafeBytes { try stream.add($0) }
    try stream.add(UnsafeRawBufferPointer(start: nil, count: 0))
    try text[5...].withUnsafeBytes { try stream.add($0) }
    #expect(try stream.digest() == SHA256.digest(of: text))
    #expect(try stream.digest() == SHA256.digest(of: []))
  }
}
